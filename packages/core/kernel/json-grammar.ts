/*
 * As strict as `JSON.parse`. Strings and digits are looked at sixteen bytes at a time, and bytes past the page's end are
 * zero, which is no part of any JSON.
 */

/** The bytes are not JSON, or not JSON that this scanner takes on. */
export const notJson: i32 = -1;
/** The JSON is fine, but holds what only the object route takes on. */
export const notPlain: i32 = -2;

export const quote: u8 = 0x22;
const comma: u8 = 0x2c;
const colon: u8 = 0x3a;
export const plus: u8 = 0x2b;
export const minus: u8 = 0x2d;
export const backslash: u8 = 0x5c;
export const openBracket: u8 = 0x5b;
export const closeBracket: u8 = 0x5d;
export const openBrace: u8 = 0x7b;
const closeBrace: u8 = 0x7d;
const space: u8 = 0x20;
export const zero: u8 = 0x30;
const point: u8 = 0x2e;
const letterE: u8 = 0x65;

/** Deeper documents take the other route: recursion must not meet the end of the stack. */
const maxDepth: i32 = 200;

/** Position of the first byte from `at` on that is not JSON white space. */
export function skipSpace(at: i32): i32 {
  let position = at;
  while (load<u8>(position) <= space && isSpace(load<u8>(position))) position += 1;
  return position;
}

function isSpace(byte: u8): bool {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** From just after a string's opening quote to its closing quote, or `notJson`. As strict as `JSON.parse`. */
export function findStringEnd(at: i32): i32 {
  let position = findStop(at);
  while (load<u8>(position) === backslash) {
    const next = skipEscape(position);
    if (next < 0) return notJson;
    position = findStop(next);
  }
  return load<u8>(position) === quote ? position : notJson;
}

/** Position of the first byte from `at` on that ends a string, or has to be looked at. */
export function findStop(at: i32): i32 {
  let position = at;
  let stops = stopsIn(position);
  while (stops === 0) {
    position += 16;
    stops = stopsIn(position);
  }
  return position + ctz(stops);
}

/** Which of the sixteen bytes from `at` on are quotes, backslashes or control characters, as bits. */
export function stopsIn(at: i32): i32 {
  const chunk = v128.load(at);
  const isQuote = i8x16.eq(chunk, i8x16.splat(quote));
  const isBackslash = i8x16.eq(chunk, i8x16.splat(backslash));
  const isControl = i8x16.lt_u(chunk, i8x16.splat(space));
  return i8x16.bitmask(v128.or(v128.or(isQuote, isBackslash), isControl));
}

/** From a backslash to just after its escape sequence, or `notJson`. */
export function skipEscape(at: i32): i32 {
  switch (load<u8>(at, 1)) {
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
      return isHex(at + 2) ? at + 6 : notJson;
    default:
      return notJson;
  }
}

function isHex(at: i32): bool {
  for (let position = at; position < at + 4; position += 1) {
    if (hexDigit(load<u8>(position)) < 0) return false;
  }
  return true;
}

/** Value of a hexadecimal digit, or -1. */
export function hexDigit(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower: u8 = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

export function pastQuote(stringEnd: i32): i32 {
  return stringEnd < 0 ? notJson : stringEnd + 1;
}

/** From the first byte of any value to just after its last, or `notJson`. */
export function skipValue(at: i32, depth: i32): i32 {
  switch (load<u8>(at)) {
    case quote:
      return pastQuote(findStringEnd(at + 1));
    case openBrace:
      return depth < maxDepth ? skipObject(at, depth + 1) : notJson;
    case openBracket:
      return depth < maxDepth ? skipArray(at, depth + 1) : notJson;
    case 0x74:
      return load<u32>(at) === 0x65757274 ? at + 4 : notJson; // true
    case 0x66:
      return load<u32>(at, 1) === 0x65736c61 ? at + 5 : notJson; // alse
    case 0x6e:
      return load<u32>(at) === 0x6c6c756e ? at + 4 : notJson; // null
    default:
      return skipNumber(at);
  }
}

function skipObject(at: i32, depth: i32): i32 {
  let key = firstMember(at);
  while (key > 0) {
    const value = memberValue(findStringEnd(key));
    if (value < 0) return notJson;
    key = nextMember(skipValue(value, depth));
  }
  return pastLast(key);
}

function skipArray(at: i32, depth: i32): i32 {
  let element = firstElement(at);
  while (element > 0) element = nextElement(skipValue(element, depth));
  return pastLast(element);
}

/*
 * Steps through an object or array. Each takes a position, or a negative number, which it hands on, and returns the
 * position of the next member's key (just after its quote) or element. After the last one it returns the complement of
 * the position just past the closing bracket, which `pastLast` turns back.
 */

/** @param at of the opening brace */
export function firstMember(at: i32): i32 {
  const position = skipSpace(at + 1);
  const byte = load<u8>(position);
  if (byte === quote) return position + 1;
  return byte === closeBrace ? ~(position + 1) : notJson;
}

/** @param at just past a member's value */
export function nextMember(at: i32): i32 {
  if (at < 0) return at;
  let position = skipSpace(at);
  const byte = load<u8>(position);
  if (byte === closeBrace) return ~(position + 1);
  if (byte !== comma) return notJson;
  position = skipSpace(position + 1);
  return load<u8>(position) === quote ? position + 1 : notJson;
}

/** From a key's closing quote to its value. */
export function memberValue(keyEnd: i32): i32 {
  if (keyEnd < 0) return keyEnd;
  const position = skipSpace(keyEnd + 1);
  return load<u8>(position) === colon ? skipSpace(position + 1) : notJson;
}

/** @param at of the opening bracket */
export function firstElement(at: i32): i32 {
  const position = skipSpace(at + 1);
  return load<u8>(position) === closeBracket ? ~(position + 1) : position;
}

/** @param at just past an element */
export function nextElement(at: i32): i32 {
  if (at < 0) return at;
  const position = skipSpace(at);
  const byte = load<u8>(position);
  if (byte === closeBracket) return ~(position + 1);
  return byte === comma ? skipSpace(position + 1) : notJson;
}

/** What the steps ended with: the position just past the closing bracket, or `notJson` or `notPlain`. */
export function pastLast(step: i32): i32 {
  return step < notPlain ? ~step : step;
}

/** `-? (0 | [1-9] digits) (. digits)? ([eE] [+-]? digits)?` */
function skipNumber(at: i32): i32 {
  let position = load<u8>(at) === minus ? at + 1 : at;
  position = load<u8>(position) === zero ? position + 1 : skipDigits(position);
  if (position > 0 && load<u8>(position) === point) position = skipDigits(position + 1);
  if (position > 0 && (load<u8>(position) | 0x20) === letterE) {
    const sign = load<u8>(position, 1);
    position = skipDigits(sign === plus || sign === minus ? position + 2 : position + 1);
  }
  return position;
}

/** At least one digit, or `notJson`. */
function skipDigits(at: i32): i32 {
  let position = at;
  let others = othersThanDigitsIn(position);
  while (others === 0) {
    position += 16;
    others = othersThanDigitsIn(position);
  }
  position += ctz(others);
  return position === at ? notJson : position;
}

/** Which of the sixteen bytes from `at` on are no digits, as bits. */
function othersThanDigitsIn(at: i32): i32 {
  const values = i8x16.sub(v128.load(at), i8x16.splat(zero));
  return i8x16.bitmask(i8x16.gt_u(values, i8x16.splat(9)));
}
