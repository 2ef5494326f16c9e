import { backslash, hexDigit, quote } from '../../raw/json-grammar.ts';
import type { CsvSettings } from '../csv-settings.ts';
import type { ByteOutput } from './byte-output.ts';
import { closeCell, openCell } from './open-cell.ts';

/** What bytes of a string mean for its cell, as bits. */
const isDelimiter: typeof onlyDelimiters = 1;
const isEscape = 2;
/** First byte of U+FEFF and of the full-width formula characters. */
const isHigh = 4;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const apostrophe = 0x27;
const replacement = 0xfffd;
const byteOrderMark = 0xfeff;

/** Writes the strings of JSON as cells. */
export interface StringCells {
  /**
   * Writes the cell of a string, given what stands between its quotes.
   *
   * @returns false, with nothing written, when the formula guard has to refuse it
   */
  write(output: ByteOutput, source: Buffer, start: number, end: number): boolean;
  /** Whether a text that begins with this ASCII byte gets the guard. */
  isFormulaStart(byte: number): boolean;
  /** What the bytes of a string are, taken together: 0 when they can be copied as they are. */
  classOf(source: Buffer, start: number, end: number): number;
}

/** A string of this class only needs quotes. */
export const onlyDelimiters = 1;

export function createStringCells(settings: CsvSettings, emptyCell: Uint8Array): StringCells {
  const delimiter = settings.delimiter.charCodeAt(0);
  const mode = settings.formulaGuard;
  const classes = new Uint8Array(256);
  classes[delimiter] = isDelimiter;
  classes[backslash] = (classes[backslash] ?? 0) | isEscape;
  classes[0xef] = isHigh;

  const isFormulaStart = (byte: number): boolean =>
    mode !== 'none' && (byte === 0x3d || byte === 0x2b || byte === 0x2d || byte === 0x40);

  function classOf(source: Buffer, start: number, end: number): number {
    let found = 0;
    for (let position = start; position < end; position += 1) found |= classes[source[position] as number] as number;
    return found;
  }

  const isSpecial = (code: number): boolean =>
    code === quote || code === delimiter || code === lineFeed || code === carriageReturn || code === byteOrderMark;

  const isSpecialByte = (source: Buffer, at: number): boolean =>
    source[at] === delimiter || (source[at] === 0xef && isMark(source, at));

  /** Writes character by character, with room kept for the opening quote. */
  function writeDecoded(output: ByteOutput, source: Buffer, start: number, end: number, isGuarded: boolean): void {
    const begin = openCell(output);
    // No character takes more bytes than its escape or itself, but a guard may come first.
    output.reserve(end - start + 1);
    const { bytes } = output;
    let at = output.length;
    let needsQuotes = isGuarded && delimiter === apostrophe;
    if (isGuarded) bytes[at++] = apostrophe;
    for (let position = start; position < end; ) {
      const byte = source[position] as number;
      if (byte === backslash) {
        const code = escapedCodePoint(source, position);
        position += escapeLength(source, position, code);
        needsQuotes ||= isSpecial(code);
        at = putCodePoint(bytes, at, code === 0 ? replacement : code);
      } else {
        needsQuotes ||= isSpecialByte(source, position);
        bytes[at++] = byte;
        position += 1;
      }
    }
    output.length = at;
    closeCell(output, begin, needsQuotes);
  }

  return {
    isFormulaStart,
    classOf,
    write(output, source, start, end) {
      if (start === end) {
        output.append(emptyCell);
        return true;
      }
      const found = classOf(source, start, end);
      const isGuarded = mode !== 'none' && isFormulaCode(codePointAt(source, start));
      if (isGuarded && mode === 'reject') return false;
      if (found === 0 && !isGuarded) output.copy(source, start, end);
      else writeDecoded(output, source, start, end, isGuarded);
      return true;
    },
  };
}

function isMark(source: Buffer, at: number): boolean {
  return source[at + 1] === 0xbb && source[at + 2] === 0xbf;
}

/** The characters of `isFormula`. */
function isFormulaCode(code: number): boolean {
  switch (code) {
    case 0x3d:
    case 0x2b:
    case 0x2d:
    case 0x40:
    case tab:
    case carriageReturn:
    case lineFeed:
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
function codePointAt(source: Buffer, at: number): number {
  const byte = source[at] as number;
  if (byte === 0xef) return 0xf000 | (((source[at + 1] as number) & 0x3f) << 6) | ((source[at + 2] as number) & 0x3f);
  return byte === backslash ? escapedCodePoint(source, at) : byte;
}

function escapedCodePoint(source: Buffer, at: number): number {
  const kind = source[at + 1] as number;
  switch (kind) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return lineFeed;
    case 0x72:
      return carriageReturn;
    case 0x74:
      return tab;
    case 0x75:
      return unicodeEscape(source, at);
    default:
      return kind;
  }
}

/** A pair of surrogates is one character; a lone one is none, and becomes U+FFFD as in `Buffer.from`. */
function unicodeEscape(source: Buffer, at: number): number {
  const unit = hexUnit(source, at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || source[at + 6] !== backslash || source[at + 7] !== 0x75) return replacement;
  const low = hexUnit(source, at + 8);
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : replacement;
}

function hexUnit(source: Buffer, at: number): number {
  let value = 0;
  for (let position = at; position < at + 4; position += 1) {
    value = (value << 4) | hexDigit(source[position] as number);
  }
  return value;
}

function escapeLength(source: Buffer, at: number, code: number): number {
  if (source[at + 1] !== 0x75) return 2;
  return code > 0xffff ? 12 : 6;
}

/** As UTF-8, and a quote doubled. @returns the position just past it */
function putCodePoint(bytes: Buffer, start: number, code: number): number {
  let at = start;
  if (code === quote) bytes[at++] = quote;
  if (code < 0x80) bytes[at++] = code;
  else if (code < 0x800) {
    bytes[at++] = 0xc0 | (code >> 6);
    bytes[at++] = 0x80 | (code & 0x3f);
  } else if (code < 0x10000) {
    bytes[at++] = 0xe0 | (code >> 12);
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at++] = 0x80 | (code & 0x3f);
  } else {
    bytes[at++] = 0xf0 | (code >> 18);
    bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}
