/** A response whose JSON does not hold together: cut off, or not JSON at all. */
export class MalformedAnswerError extends Error {
  readonly position: number;

  constructor(position: number) {
    super(`The answer is not whole JSON: it breaks off or goes wrong at byte ${position}.`);
    this.name = 'MalformedAnswerError';
    this.position = position;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACE = 0x7d;
/** `[` and `{` differ in this one bit, and so do `]` and `}`. */
const BRACE_BIT = 0x20;

/** Position of the first byte at or after `position` that is not JSON white space. */
export function skipSpace(bytes: Uint8Array, position: number): number {
  let at = position;
  while (at < bytes.length && isSpace(bytes[at])) at++;
  return at;
}

/** From just after a string's opening quote to just after its closing one. */
export function skipString(bytes: Uint8Array, position: number): number {
  const end = bytes.length;
  let at = position;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  throw new MalformedAnswerError(end);
}

/**
 * From the first byte of any value to just after its last one. Nesting is counted, not checked: whoever needs the
 * value reads it again; here only its end matters.
 */
export function skipValue(bytes: Uint8Array, position: number): number {
  const first = bytes[position];
  if (first === QUOTE) return skipString(bytes, position + 1);
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return skipNested(bytes, position);
  return skipScalar(bytes, position);
}

function skipNested(bytes: Uint8Array, position: number): number {
  const end = bytes.length;
  let depth = 0;
  let at = position;
  while (at < end) {
    const byte = bytes[at++] as number;
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      continue;
    }
    const folded = byte | BRACE_BIT;
    if (folded === OPENING_BRACE) depth++;
    else if (folded === CLOSING_BRACE && --depth === 0) return at;
  }
  throw new MalformedAnswerError(end);
}

/** Numbers, `true`, `false`, `null`: everything up to the next delimiter. */
function skipScalar(bytes: Uint8Array, position: number): number {
  let at = position;
  while (at < bytes.length && !isDelimiter(bytes[at])) at++;
  if (at === position || at === bytes.length) throw new MalformedAnswerError(at);
  return at;
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET || isSpace(byte);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
