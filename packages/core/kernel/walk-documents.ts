import { findKeyEnd, isKey } from './document-scanner';
import {
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
} from './json-grammar';
import { writeRow } from './rows';
import { Text } from './text';

/** Keys from an element of the page down to the document, each with its closing quote. */
let path: StaticArray<Text> = new StaticArray<Text>(0);

export function setPathLength(length: i32): void {
  path = new StaticArray<Text>(length);
}

export function setPathKey(index: i32, key: Text): void {
  path[index] = key;
}

/**
 * Writes a row for each document of the page in `[start, end)`: for the elements of its JSON array, or for what each holds
 * under the path.
 *
 * @returns the number of rows; a negative number when the page is not whole JSON, or not plain
 */
export function walkDocuments(start: i32, end: i32): i32 {
  const array = skipSpace(start);
  if (load<u8>(array) !== openBracket) return notJson;
  let count = 0;
  let element = firstElement(array);
  while (element > 0) {
    element = nextElement(walkElement(element, 0, count));
    count += 1;
  }
  const last = pastLast(element);
  return last > 0 && skipSpace(last) === end ? count : notJson;
}

/** @returns the position just past the element */
function walkElement(at: i32, depth: i32, index: i32): i32 {
  if (load<u8>(at) !== openBrace) return notJson;
  if (depth === path.length) return writeRow(at, index);
  const wanted = path[depth];
  let found = 0;
  let key = firstMember(at);
  while (key > 0) {
    if (isKey(wanted, key)) {
      found += 1;
      const value = memberValue(key + wanted.length - 1);
      if (value < 0) return notJson;
      key = nextMember(walkElement(value, depth + 1, index));
    } else {
      const value = memberValue(findKeyEnd(key));
      // A key with an escape could be the wanted one.
      if (value < 0) return notJson;
      key = nextMember(skipValue(value, 0));
    }
  }
  // Of equal keys the last would count, and the others would have been visited.
  return found === 1 ? pastLast(key) : notJson;
}
