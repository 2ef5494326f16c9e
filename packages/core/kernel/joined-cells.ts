import { firstElement, minus, nextElement, notPlain, quote, skipValue } from './json-grammar';
import { append, copy, cursor, quoteSince, rewind } from './output';
import { arraySeparator, emptyCell, isSeparatorPlain, separatesByDelimiter } from './settings';
import { isFormulaStart } from './string-cells';
import { findClassifiedEnd, needsQuotes, stringClass } from './string-class';

/** Whether the cell that is being written only stands between quotes. */
let isQuoted: bool = false;

/**
 * Writes the cell of an array whose elements are joined.
 *
 * @returns false, with nothing written, for an array of more than plain strings and numbers
 */
export function writeJoined(start: i32, areNumbersCopied: bool): bool {
  let element = firstElement(start);
  if (element < 0) {
    append(emptyCell);
    return true;
  }
  if (!isSeparatorPlain) return false;
  const begin = cursor;
  isQuoted = false;
  let end = writeElement(element, true, areNumbersCopied);
  while (end > 0) {
    element = nextElement(end);
    if (element < 0) {
      if (isQuoted) quoteSince(begin);
      return true;
    }
    append(arraySeparator);
    isQuoted = isQuoted || separatesByDelimiter;
    end = writeElement(element, false, areNumbersCopied);
  }
  rewind(begin);
  return false;
}

/** @returns the position just past the element; `notPlain`, with nothing written */
function writeElement(start: i32, isFirst: bool, areNumbersCopied: bool): i32 {
  const first = load<u8>(start);
  if (first === quote) {
    const end = findClassifiedEnd(start + 1);
    if (stringClass > needsQuotes) return notPlain;
    if (isFirst && (end === start + 1 || isFormulaStart(load<u8>(start, 1)))) return notPlain;
    copy(start + 1, end);
    isQuoted = isQuoted || stringClass === needsQuotes;
    return end + 1;
  }
  const isNumber = first === minus || (first >= 0x30 && first <= 0x39);
  // Whether a leading minus is guarded depends on the elements to come.
  if (!isNumber || !areNumbersCopied || (isFirst && isFormulaStart(first))) return notPlain;
  const end = skipValue(start, 0);
  copy(start, end);
  return end;
}
