import { type Check, custom } from '@export-engine/core';
import type { SqlValue } from './sqlite-query.ts';

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

/** The check of a `SqlValue`. */
export function sqlValue(): Check {
  return {
    ...custom(
      'a string, a finite number, true, false, null or { integer: "digits" }; whole numbers only up to 2^53',
      isSqlValue,
    ),
    explain: (value) => (typeof value === 'number' && Number.isInteger(value) ? ' beyond 2^53: write { integer }' : ''),
  };
}

export function isSqlValue(value: unknown): value is SqlValue {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  return value === null || typeof value === 'string' || typeof value === 'boolean' || isLongInteger(value);
}

/** Whether it is `{ integer }` with a 64-bit integer, SQLite's only kind. */
function isLongInteger(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'integer') return false;
  const { integer } = value as { readonly integer: unknown };
  if (typeof integer !== 'string' || !/^-?\d{1,19}$/.test(integer)) return false;
  return BigInt(integer) >= MIN_INTEGER && BigInt(integer) <= MAX_INTEGER;
}
