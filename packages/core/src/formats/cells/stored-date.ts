import type { NumberMarks } from '../exact-json/number-marks.ts';

/** A value as a date's parser takes it: a marked number as the number it is. */
export function storedDate(value: unknown, marks: NumberMarks | undefined): unknown {
  const digits = typeof value === 'string' ? marks?.digitsOf(value) : undefined;
  return digits === undefined ? value : Number(digits);
}
