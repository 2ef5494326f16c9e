import type { Check } from '@export-engine/core';

/** `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable: what it has to be, and what is made of its text. */
export interface Variable<Value> {
  readonly check: Check;
  readonly parse: (text: string) => Value;
  /** For a variable that is absent or empty. */
  readonly fallback?: Value | undefined;
}

/**
 * Reads one variable.
 *
 * @throws Error naming the variable and what it has to be, never its value
 */
export function readVariable<Value>(environment: Environment, name: string, variable: Variable<Value>): Value {
  const text = environment[name] ?? '';
  const { check, parse, fallback } = variable;
  if (text === '' && fallback !== undefined) return fallback;
  if (text !== '' && check.accepts(text)) return parse(text);
  const got = text === '' ? 'it is missing' : `it has ${text.length} other characters`;
  throw new Error(`The environment variable ${name} must be ${check.expected}; ${got}.`);
}
