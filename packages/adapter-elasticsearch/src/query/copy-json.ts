import { type Check, custom, type JsonValue } from '@export-engine/core';
import { isRecord } from '../is-record.ts';

/** Query DSL nests a few levels; this only has to stop cycles. */
const MAX_DEPTH = 100;

/**
 * A deep copy of a value that is plain JSON, or undefined when it is not: it holds `undefined`, a function, `NaN`, a
 * `Date`, a class instance, or itself.
 */
export function copyJson(value: unknown, depth = 0): JsonValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return copyArray(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  return copyObject(value, depth);
}

function copyArray(values: readonly unknown[], depth: number): JsonValue | undefined {
  const copies: JsonValue[] = [];
  for (const value of values) {
    const copy = copyJson(value, depth + 1);
    if (copy === undefined) return undefined;
    copies.push(copy);
  }
  return copies;
}

function copyObject(value: object, depth: number): JsonValue | undefined {
  const entries: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    const copy = copyJson(member, depth + 1);
    if (copy === undefined) return undefined;
    entries.push([key, copy]);
  }
  return Object.fromEntries(entries);
}

/** The check of a part that is handed to the server as it is. */
export function jsonObject(): Check {
  return custom('a plain JSON object', (value) => isRecord(value) && copyJson(value) !== undefined);
}
