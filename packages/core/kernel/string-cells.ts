import { escapedCodePoint, escapeLength, replacement } from './escapes';
import { backslash, minus, plus, quote } from './json-grammar';
import { append, copyReserved, put, reserve } from './output';
import { delimiter, emptyCell, isGuarding, isRefusing } from './settings';
import { hasEscapes, hasHigh, needsQuotes } from './string-class';

const apostrophe: u8 = 0x27;

/**
 * Writes the cell of a string, given what stands between its quotes and its class.
 *
 * @returns false, with nothing written, when the formula guard has to refuse it
 */
export function writeString(start: i32, end: i32, found: i32): bool {
  if (start === end) {
    append(emptyCell);
    return true;
  }
  const isGuarded = isGuarding && isFormulaCode(codePointAt(start));
  if (isGuarded && isRefusing) return false;
  const isQuoted =
    (found & needsQuotes) !== 0 ||
    ((found & hasHigh) !== 0 && holdsMark(start, end)) ||
    (isGuarded && delimiter === apostrophe);
  // No character takes more bytes than its escape or itself, but quotes and a guard are added.
  reserve(end - start + 3);
  if (isQuoted) put(quote);
  if (isGuarded) put(apostrophe);
  if (found & hasEscapes) writeDecoded(start, end);
  else copyReserved(start, end);
  if (isQuoted) put(quote);
  return true;
}

/** Whether a text that begins with this ASCII byte gets the guard. */
export function isFormulaStart(byte: u8): bool {
  return isGuarding && (byte === 0x3d || byte === plus || byte === minus || byte === 0x40);
}

/** The characters of `isFormula`. */
function isFormulaCode(code: i32): bool {
  switch (code) {
    case 0x3d: // =
    case 0x2b: // +
    case 0x2d: // -
    case 0x40: // @
    case 0x09:
    case 0x0d:
    case 0x0a:
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return true;
    default:
      return false;
  }
}

/** The first character from `at` on: an escape, an ASCII byte, or one of three bytes; others are as good as any. */
function codePointAt(at: i32): i32 {
  const byte = load<u8>(at);
  if (byte === 0xef) return 0xf000 | ((load<u8>(at, 1) & 0x3f) << 6) | (load<u8>(at, 2) & 0x3f);
  return byte === backslash ? escapedCodePoint(at) : byte;
}

/** Whether a byte-order mark is among the characters. */
function holdsMark(start: i32, end: i32): bool {
  for (let position = start; position < end; position += 1) {
    if ((load<u32>(position) & 0xff_ff_ff) === 0xbf_bb_ef) return true;
  }
  return false;
}

/** Copies the string from escape to escape. */
function writeDecoded(start: i32, end: i32): void {
  let position = start;
  let next = findEscape(position, end);
  while (next < end) {
    copyReserved(position, next);
    const code = escapedCodePoint(next);
    putCodePoint(code === 0 ? replacement : code);
    position = next + escapeLength(next, code);
    next = findEscape(position, end);
  }
  copyReserved(position, end);
}

/** Position of the next backslash; `end`, or one beyond it, when there is none. */
function findEscape(start: i32, end: i32): i32 {
  for (let position = start; position < end; position += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(position), i8x16.splat(backslash)));
    if (found !== 0) return position + ctz(found);
  }
  return end;
}

/** As UTF-8, and a quote doubled. */
function putCodePoint(code: i32): void {
  if (code === quote) put(quote);
  if (code < 0x80) put(code as u8);
  else if (code < 0x800) {
    put((0xc0 | (code >> 6)) as u8);
    put((0x80 | (code & 0x3f)) as u8);
  } else if (code < 0x10000) {
    put((0xe0 | (code >> 12)) as u8);
    put((0x80 | ((code >> 6) & 0x3f)) as u8);
    put((0x80 | (code & 0x3f)) as u8);
  } else {
    put((0xf0 | (code >> 18)) as u8);
    put((0x80 | ((code >> 12) & 0x3f)) as u8);
    put((0x80 | ((code >> 6) & 0x3f)) as u8);
    put((0x80 | (code & 0x3f)) as u8);
  }
}
