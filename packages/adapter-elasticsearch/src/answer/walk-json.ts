import { MalformedAnswerError, skipSpace, skipString } from './skip-json.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Called with the key's bytes (without quotes) and the value's first byte; returns the position after the value. */
export type MemberVisitor = (keyStart: number, keyEnd: number, valueStart: number) => number;

/** Called with the element's first byte; returns the position after the element. */
export type ElementVisitor = (elementStart: number) => number;

/** Visits the members of the object that starts at `position`, and returns the position after it. */
export function walkObject(bytes: Uint8Array, position: number, visit: MemberVisitor): number {
  let at = enter(bytes, position, OPENING_BRACE);
  if (bytes[at] === CLOSING_BRACE) return at + 1;
  for (;;) {
    if (bytes[at] !== QUOTE) throw new MalformedAnswerError(at);
    const keyStart = at + 1;
    const afterKey = skipString(bytes, keyStart);
    const valueStart = enter(bytes, skipSpace(bytes, afterKey), COLON);
    at = skipSpace(bytes, visit(keyStart, afterKey - 1, valueStart));
    if (bytes[at] === CLOSING_BRACE) return at + 1;
    at = enter(bytes, at, COMMA);
  }
}

/** Visits the elements of the array that starts at `position`, and returns the position after it. */
export function walkArray(bytes: Uint8Array, position: number, visit: ElementVisitor): number {
  let at = enter(bytes, position, OPENING_BRACKET);
  if (bytes[at] === CLOSING_BRACKET) return at + 1;
  for (;;) {
    at = skipSpace(bytes, visit(at));
    if (bytes[at] === CLOSING_BRACKET) return at + 1;
    at = enter(bytes, at, COMMA);
  }
}

/** Whether the key bytes spell `name`, escaped or not. */
export function isKey(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start === name.length && isSpelled(bytes, start, name)) return true;
  // No server escapes its own keys, but JSON allows it.
  return end - start > name.length && hasEscape(bytes, start, end) && readKey(bytes, start, end) === name;
}

function isSpelled(bytes: Uint8Array, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    if (bytes[start + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}

/** The key as text. */
export function readKey(bytes: Uint8Array, start: number, end: number): string {
  return readJson(bytes, start - 1, end + 1) as string;
}

/** A small value, parsed. */
export function readJson(bytes: Uint8Array, start: number, end: number): unknown {
  try {
    return JSON.parse(readText(bytes, start, end));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new MalformedAnswerError(start);
    throw cause;
  }
}

/** The bytes as text, exactly: bytes that are not UTF-8 are refused instead of replaced. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, end));
  } catch (cause) {
    if (cause instanceof TypeError) throw new MalformedAnswerError(start);
    throw cause;
  }
}

/** From an expected byte to the first byte after it and the white space behind it. */
function enter(bytes: Uint8Array, position: number, expected: number): number {
  if (bytes[position] !== expected) throw new MalformedAnswerError(position);
  return skipSpace(bytes, position + 1);
}

function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] === BACKSLASH) return true;
  }
  return false;
}
