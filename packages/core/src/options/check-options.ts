import { ExportEngineError } from '../errors/index.ts';
import { type Check, typeName } from './checks.ts';

/** One check per option key; a key without a check is unknown. */
export type OptionChecks<Options extends object> = { readonly [Key in keyof Required<Options>]: Check };

/**
 * Checks a factory's options at once: unknown keys, missing ones, wrong types, bounds.
 *
 * @param owner What the options belong to, as the caller wrote it: `csv()`.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`; the message names the option, the value's type and what is allowed,
 * never the value.
 *
 * @example
 * ```ts
 * import { checkOptions, integer, optional, string } from '@export-engine/core';
 *
 * interface MyOptions { readonly url: string; readonly retries?: number | undefined }
 *
 * export function mySource(options: MyOptions): void {
 *   checkOptions<MyOptions>('mySource()', options, { url: string(), retries: optional(integer({ min: 0, max: 10 })) });
 * }
 * ```
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: unknown,
  checks: OptionChecks<Options>,
): asserts options is Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid(`${owner} takes an object of options; got ${typeName(options)}.`, owner);
  }
  const known = Object.keys(checks);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      const list = known.length === 0 ? 'It takes no options.' : `Allowed: ${known.join(', ')}.`;
      throw invalid(`${owner}: unknown option "${printable(key)}". ${list}`, owner);
    }
  }
  for (const [key, check] of Object.entries<Check>(checks)) {
    const value = (options as Record<string, unknown>)[key];
    if (!check.accepts(value)) {
      const got = value === undefined ? 'it is missing' : `got ${typeName(value)}${check.explain?.(value) ?? ''}`;
      throw invalid(`${owner}: option "${key}" must be ${check.expected}; ${got}.`, owner, key);
    }
  }
}

function printable(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}

function invalid(message: string, owner: string, option?: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', message, {
    details: option === undefined ? { owner } : { owner, option },
  });
}
