/** The bytes are not JSON, or not JSON that this scanner takes on. */
export const notJson = -1;
/** The JSON is fine, but holds what only the object route takes on. */
export const notPlain = -2;

export const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
export const minus = 0x2d;
export const backslash = 0x5c;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Deeper documents take the other route: recursion must not meet the end of the stack. */
const maxDepth = 200;

/** Position of the first byte from `at` on that is not JSON white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let position = at;
  for (;;) {
    const byte = bytes[position];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
    position += 1;
  }
}

/** From just after a string's opening quote to its closing quote, or `notJson`. As strict as `JSON.parse`. */
export function findStringEnd(bytes: Uint8Array, at: number): number {
  let position = at;
  for (;;) {
    const byte = bytes[position] ?? 0;
    if (byte === quote) return position;
    if (byte < 0x20) return notJson;
    position = byte === backslash ? skipEscape(bytes, position) : position + 1;
    if (position < 0) return notJson;
  }
}

/** From a backslash to just after its escape sequence, or `notJson`. */
function skipEscape(bytes: Uint8Array, at: number): number {
  switch (bytes[at + 1]) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x75: // u
      return isHex(bytes, at + 2) ? at + 6 : notJson;
    default:
      return notJson;
  }
}

function isHex(bytes: Uint8Array, at: number): boolean {
  for (let position = at; position < at + 4; position += 1) {
    if (hexDigit(bytes[position] ?? 0) < 0) return false;
  }
  return true;
}

/** Value of a hexadecimal digit, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** From the first byte of any value to just after its last, or `notJson`. */
export function skipValue(bytes: Uint8Array, at: number, depth = 0): number {
  switch (bytes[at]) {
    case quote: {
      const end = findStringEnd(bytes, at + 1);
      return end < 0 ? notJson : end + 1;
    }
    case openBrace:
      return depth < maxDepth ? skipObject(bytes, at, depth + 1) : notJson;
    case openBracket:
      return depth < maxDepth ? skipArray(bytes, at, depth + 1) : notJson;
    case 0x74:
      return skipWord(bytes, at, trueWord);
    case 0x66:
      return skipWord(bytes, at, falseWord);
    case 0x6e:
      return skipWord(bytes, at, nullWord);
    default:
      return skipNumber(bytes, at);
  }
}

const trueWord = new TextEncoder().encode('true');
const falseWord = new TextEncoder().encode('false');
const nullWord = new TextEncoder().encode('null');

function skipWord(bytes: Uint8Array, at: number, word: Uint8Array): number {
  for (let index = 1; index < word.length; index += 1) if (bytes[at + index] !== word[index]) return notJson;
  return at + word.length;
}

function skipObject(bytes: Uint8Array, at: number, depth: number): number {
  let key = firstMember(bytes, at);
  while (key > 0) {
    const value = memberValue(bytes, findStringEnd(bytes, key));
    if (value < 0) return notJson;
    key = nextMember(bytes, skipValue(bytes, value, depth));
  }
  return pastLast(key);
}

function skipArray(bytes: Uint8Array, at: number, depth: number): number {
  let element = firstElement(bytes, at);
  while (element > 0) element = nextElement(bytes, skipValue(bytes, element, depth));
  return pastLast(element);
}

/*
 * Steps through an object or array. Each takes a position, or a negative number, which it hands on, and returns the
 * position of the next member's key (just after its quote) or element. After the last one it returns the complement of
 * the position just past the closing bracket, which `pastLast` turns back.
 */

/** @param at of the opening brace */
export function firstMember(bytes: Uint8Array, at: number): number {
  const position = skipSpace(bytes, at + 1);
  const byte = bytes[position];
  if (byte === quote) return position + 1;
  return byte === closeBrace ? ~(position + 1) : notJson;
}

/** @param at just past a member's value */
export function nextMember(bytes: Uint8Array, at: number): number {
  if (at < 0) return at;
  let position = skipSpace(bytes, at);
  if (bytes[position] === closeBrace) return ~(position + 1);
  if (bytes[position] !== comma) return notJson;
  position = skipSpace(bytes, position + 1);
  return bytes[position] === quote ? position + 1 : notJson;
}

/** From a key's closing quote to its value. */
export function memberValue(bytes: Uint8Array, keyEnd: number): number {
  if (keyEnd < 0) return keyEnd;
  const position = skipSpace(bytes, keyEnd + 1);
  return bytes[position] === colon ? skipSpace(bytes, position + 1) : notJson;
}

/** @param at of the opening bracket */
export function firstElement(bytes: Uint8Array, at: number): number {
  const position = skipSpace(bytes, at + 1);
  return bytes[position] === closeBracket ? ~(position + 1) : position;
}

/** @param at just past an element */
export function nextElement(bytes: Uint8Array, at: number): number {
  if (at < 0) return at;
  const position = skipSpace(bytes, at);
  if (bytes[position] === closeBracket) return ~(position + 1);
  return bytes[position] === comma ? skipSpace(bytes, position + 1) : notJson;
}

/** What the steps ended with: the position just past the closing bracket, or `notJson` or `notPlain`. */
export function pastLast(step: number): number {
  return step < notPlain ? ~step : step;
}

/** `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?` */
function skipNumber(bytes: Uint8Array, at: number): number {
  let position = bytes[at] === minus ? at + 1 : at;
  const first = bytes[position] ?? 0;
  if (first === 0x30) position += 1;
  else position = skipDigits(bytes, position);
  if (position > 0 && bytes[position] === 0x2e) position = skipDigits(bytes, position + 1);
  if (position > 0 && ((bytes[position] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[position + 1];
    position = skipDigits(bytes, sign === 0x2b || sign === minus ? position + 2 : position + 1);
  }
  return position;
}

/** At least one digit, or `notJson`. */
function skipDigits(bytes: Uint8Array, at: number): number {
  let position = at;
  while (isDigit(bytes[position] ?? 0)) position += 1;
  return position === at ? notJson : position;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
