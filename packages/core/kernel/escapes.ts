import { backslash, hexDigit } from './json-grammar';

export const replacement: i32 = 0xfffd;

/** The character of the escape at `at`, which has been checked. */
export function escapedCodePoint(at: i32): i32 {
  const kind = load<u8>(at, 1);
  switch (kind) {
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    case 0x6e: // n
      return 0x0a;
    case 0x72: // r
      return 0x0d;
    case 0x74: // t
      return 0x09;
    case 0x75: // u
      return unicodeEscape(at);
    default:
      return kind;
  }
}

/**
 * A pair of surrogates is one character; a lone one is none, and becomes U+FFFD as in `Buffer.from`. The second escape may
 * not have been checked: with anything but hexadecimal digits it is no surrogate.
 */
function unicodeEscape(at: i32): i32 {
  const unit = hexUnit(at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || load<u8>(at, 6) !== backslash || load<u8>(at, 7) !== 0x75) return replacement;
  const low = hexUnit(at + 8);
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : replacement;
}

/** Negative when one of the four is no hexadecimal digit. */
function hexUnit(at: i32): i32 {
  let value = 0;
  for (let position = at; position < at + 4; position += 1) value = (value << 4) | hexDigit(load<u8>(position));
  return value;
}

export function escapeLength(at: i32, code: i32): i32 {
  if (load<u8>(at, 1) !== 0x75) return 2;
  return code > 0xffff ? 12 : 6;
}
