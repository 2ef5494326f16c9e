import { isJsonNumber } from './json-number.ts';

/**
 * Rewrites UTF-8 JSON so that `JSON.parse` keeps every digit: each number whose text is not what JavaScript would print
 * for it (`9007199254740993`, `1.10`, `1E5`, `-0`, `1e400`) becomes the string of the mark and the digits. JSON without
 * such a number comes back as the same bytes.
 *
 * Nothing is validated: whatever is no number of the JSON grammar stays as it is, for `JSON.parse` to refuse.
 *
 * @param mark Printable ASCII without quotes and backslashes.
 */
export function markExactNumbers(json: Uint8Array, mark: string): Uint8Array {
  const buffer = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const spans = findInexactNumbers(buffer);
  return spans.length === 0 ? json : withMarks(buffer, spans, mark);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const quote = 34;
const plus = 43;
const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;
const capitalE = 69;
const backslash = 92;
const smallE = 101;

function findInexactNumbers(json: Buffer): readonly Span[] {
  const spans: Span[] = [];
  let index = 0;
  while (index < json.length) {
    const byte = json[index] as number;
    if (byte === quote) index = afterString(json, index + 1);
    else if (byte <= nine && (byte >= zero || byte === minus)) {
      const end = endOfNumber(json, index + 1);
      if (!isKept(json, index, end)) spans.push({ start: index, end });
      index = end;
    } else index += 1;
  }
  return spans;
}

/** A loop, not `indexOf`: most strings of a page are keys and short values, where a call costs more than it saves. */
function afterString(json: Buffer, start: number): number {
  let index = start;
  while (index < json.length && json[index] !== quote) index += json[index] === backslash ? 2 : 1;
  return index + 1;
}

function endOfNumber(json: Buffer, start: number): number {
  let end = start;
  while (isNumberPart(json[end])) end += 1;
  return end;
}

function isNumberPart(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  if (byte <= nine) return byte >= zero || byte === point || byte === minus || byte === plus;
  return byte === smallE || byte === capitalE;
}

/** Digits that any decimal keeps through a JavaScript number: the 15 of an IEEE 754 double. */
const safeDigits = 15;

/** Whether the token can stay: JavaScript prints it again as it is, or it is no number value at all. */
function isKept(json: Buffer, start: number, end: number): boolean {
  if (end - start <= safeDigits && isPlainInteger(json, start, end)) return true;
  const token = json.toString('latin1', start, end);
  return isShortDecimal(token) || String(Number(token)) === token || !isJsonNumber(token) || isKey(json, end);
}

/** Only digits. (A leading zero is not JSON, and kept for `JSON.parse` to refuse.) */
function isPlainInteger(json: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    const byte = json[index] as number;
    if (byte < zero || byte > nine) return false;
  }
  return true;
}

const shortDecimal = /^-?(?:0|[1-9]\d*)\.\d*[1-9]$/;

/** Not more digits than are safe, no exponent, no closing zero, and not so small that JavaScript prints an exponent. */
function isShortDecimal(token: string): boolean {
  return token.length <= safeDigits && shortDecimal.test(token) && !/^-?0\.00000/.test(token);
}

/** A number in a key's place is no JSON; marked, it would look like one. */
function isKey(json: Buffer, end: number): boolean {
  let index = end;
  while ((json[index] ?? colon) <= space) index += 1;
  return json[index] === colon;
}

const space = 32;
const colon = 58;

function withMarks(json: Buffer, spans: readonly Span[], mark: string): Buffer {
  const opening = Buffer.from(`"${mark}`);
  const marked = Buffer.allocUnsafeSlow(json.length + spans.length * (opening.length + 1));
  let copied = 0;
  let written = 0;
  for (const { start, end } of spans) {
    written += json.copy(marked, written, copied, start);
    written += opening.copy(marked, written);
    written += json.copy(marked, written, start, end);
    marked[written] = quote;
    written += 1;
    copied = end;
  }
  json.copy(marked, written, copied);
  return marked;
}
