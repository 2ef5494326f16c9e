import { escapedCodePoint, escapeLength } from './escapes';
import { backslash, notJson, quote, skipEscape, stopsIn } from './json-grammar';
import { delimiter, isSpecial } from './settings';

/*
 * What the characters of a string mean for its cell, found out on the way to its end: bits, 0 when the string can be copied
 * as it is.
 */

/** A character that only stands between quotes. */
export const needsQuotes: i32 = 1;
export const hasEscapes: i32 = 2;
/** The first byte of U+FEFF and of the full-width formula characters. */
export const hasHigh: i32 = 4;

const high: u8 = 0xef;

/** The class of the string that `findClassifiedEnd` has been through last. */
export let stringClass: i32 = 0;

/** `findStringEnd`, which also finds the string's class. */
export function findClassifiedEnd(at: i32): i32 {
  stringClass = 0;
  let position = findClassifiedStop(at);
  while (load<u8>(position) === backslash) {
    if (skipEscape(position) < 0) return notJson;
    const code = escapedCodePoint(position);
    stringClass |= isSpecial(code) ? hasEscapes | needsQuotes : hasEscapes;
    position = findClassifiedStop(position + escapeLength(position, code));
  }
  return load<u8>(position) === quote ? position : notJson;
}

function findClassifiedStop(at: i32): i32 {
  let position = at;
  let stops = stopsIn(position);
  while (stops === 0) {
    classify(position, 0xffff);
    position += 16;
    stops = stopsIn(position);
  }
  // The bits below the lowest.
  classify(position, (stops & -stops) - 1);
  return position + ctz(stops);
}

/** @param counted which of the sixteen bytes from `at` on belong to the string, as bits */
function classify(at: i32, counted: i32): void {
  const chunk = v128.load(at);
  const isDelimiter = i8x16.eq(chunk, i8x16.splat(delimiter));
  const isHigh = i8x16.eq(chunk, i8x16.splat(high));
  if ((i8x16.bitmask(isDelimiter) & counted) !== 0) stringClass |= needsQuotes;
  if ((i8x16.bitmask(isHigh) & counted) !== 0) stringClass |= hasHigh;
}
