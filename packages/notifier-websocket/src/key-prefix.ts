import { type Check, custom } from '@export-engine/core';

/** A folder of the store's keys: empty, or segments that each end in a slash. */
export function keyPrefix(): Check {
  const accepts = (value: unknown): boolean =>
    typeof value === 'string' && value.length <= 40 && /^(?:(?!\.{1,2}\/)[\w.-]+\/)*$/.test(value);
  return custom('"" or up to 40 characters A-Z a-z 0-9 . _ - / that end in "/"', accepts);
}
