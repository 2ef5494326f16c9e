import { quote } from './json-grammar';
import { Text } from './text';

/*
 * The rows stand at the end of the memory, which grows with them. Copies are made sixteen bytes at a time: what they write
 * too much is written over by what comes next.
 */

const overrun = 16;
const memoryPageBytes = 65_536;
/** One megabyte: growing is a system call, and memory that is not touched costs nothing. */
const room = 1_048_576;

/** Where the next byte will stand. */
export let cursor: i32 = 0;
let limit: i32 = 0;

/** Begins the output at an address, which the memory then reaches. Traps when it can't. */
export function startOutput(address: i32): void {
  cursor = address;
  growTo(address + room);
}

/** Makes room for so many more bytes. Traps when the memory can't grow. */
export function reserve(count: i32): void {
  if (count > limit - cursor) growTo(cursor + count + room);
}

function growTo(end: i32): void {
  const missing = end + overrun - memory.size() * memoryPageBytes;
  if (missing > 0 && memory.grow(missing / memoryPageBytes + 1) < 0) unreachable();
  limit = memory.size() * memoryPageBytes - overrun;
}

/** Counts bytes in that were written at the cursor, after `reserve`. */
export function advance(count: i32): void {
  cursor += count;
}

/** Forgets what was written from an earlier position of the cursor on. */
export function rewind(position: i32): void {
  cursor = position;
}

/** Writes one byte, for which there is room. */
export function put(byte: u8): void {
  store<u8>(cursor, byte);
  cursor += 1;
}

export function append(text: Text): void {
  copy(text.address, text.address + text.length);
}

/** Copies `[start, end)`. */
export function copy(start: i32, end: i32): void {
  reserve(end - start);
  copyReserved(start, end);
}

/** As `copy`, where there is room. */
export function copyReserved(start: i32, end: i32): void {
  let to = cursor;
  for (let from = start; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
  cursor += end - start;
}

/** Puts what was written from `begin` on between quotes. */
export function quoteSince(begin: i32): void {
  reserve(2);
  memory.copy(begin + 1, begin, cursor - begin);
  store<u8>(begin, quote);
  store<u8>(cursor, quote, 1);
  cursor += 2;
}
