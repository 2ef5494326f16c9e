import type { Check } from './checks.ts';

/**
 * A prefix of keys: segments of `A-Z a-z 0-9 . _ -`, none of them `.` or `..`, that each end in `/`.
 *
 * @param bounds Of its length in characters; `min` is 0 when it may be empty, or 2.
 */
export function keyPrefix({ min = 0, max }: { readonly min?: 0 | 2; readonly max: number }): Check {
  const length = min === 0 ? `"" or up to ${max}` : `${min} to ${max}`;
  return {
    expected: `${length} characters A-Z a-z 0-9 . _ - / that end in "/"`,
    accepts: (value) =>
      typeof value === 'string' &&
      value.length >= min &&
      value.length <= max &&
      /^(?:(?!\.{1,2}\/)[A-Za-z0-9._-]+\/)*$/.test(value),
  };
}
