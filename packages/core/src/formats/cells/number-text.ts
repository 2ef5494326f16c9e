import type { NumberMarks } from '../exact-json/number-marks.ts';

/**
 * The digits of a number, a `bigint` or a marked number; `undefined` for any other value. `NaN` and the infinities,
 * which only a column's function can make, are written by these names: an empty cell would hide them.
 */
export function numberText(value: unknown, marks: NumberMarks | undefined): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? marks?.digitsOf(value) : undefined;
}
