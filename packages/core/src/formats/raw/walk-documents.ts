import {
  findStringEnd,
  firstElement,
  firstMember,
  memberValue,
  nextElement,
  nextMember,
  notJson,
  openBrace,
  openBracket,
  pastLast,
  skipSpace,
  skipValue,
} from './json-grammar.ts';

/** Called with the position of a document's opening brace; returns the position just past it, or a negative number. */
export type DocumentVisitor = (at: number, index: number) => number;

/**
 * Visits the documents of a page: the elements of its JSON array, or what each holds under `path`.
 *
 * @param path UTF-8 keys from the element down to the document.
 * @returns the number of documents; a negative number when a visitor returned one, when the page is not whole JSON, or
 * when it holds what only the object route takes on
 */
export function walkDocuments(bytes: Uint8Array, path: readonly Uint8Array[], visit: DocumentVisitor): number {
  const start = skipSpace(bytes, 0);
  if (bytes[start] !== openBracket) return notJson;
  let count = 0;
  let element = firstElement(bytes, start);
  while (element > 0) {
    element = nextElement(bytes, walkElement(bytes, element, path, 0, visit, count));
    count += 1;
  }
  const end = pastLast(element);
  return end > 0 && skipSpace(bytes, end) === bytes.length ? count : notJson;
}

/** @returns the position just past the element */
function walkElement(
  bytes: Uint8Array,
  at: number,
  path: readonly Uint8Array[],
  depth: number,
  visit: DocumentVisitor,
  index: number,
): number {
  if (bytes[at] !== openBrace) return notJson;
  const wanted = path[depth];
  if (wanted === undefined) return visit(at, index);
  let found = 0;
  let key = firstMember(bytes, at);
  while (key > 0) {
    const keyEnd = findStringEnd(bytes, key);
    const value = memberValue(bytes, keyEnd);
    if (value < 0 || couldBeEscaped(bytes, key, keyEnd, wanted)) return notJson;
    if (isSame(bytes, key, keyEnd, wanted)) {
      found += 1;
      key = nextMember(bytes, walkElement(bytes, value, path, depth + 1, visit, index));
    } else key = nextMember(bytes, skipValue(bytes, value));
  }
  // Of equal keys the last would count, and the others would have been visited.
  return found === 1 ? pastLast(key) : notJson;
}

function isSame(bytes: Uint8Array, start: number, end: number, key: Uint8Array): boolean {
  if (end - start !== key.length) return false;
  for (let index = 0; index < key.length; index += 1) if (bytes[start + index] !== key[index]) return false;
  return true;
}

/** A key with an escape is longer than what it spells. */
function couldBeEscaped(bytes: Uint8Array, start: number, end: number, key: Uint8Array): boolean {
  return end - start > key.length && bytes.subarray(start, end).includes(0x5c);
}
