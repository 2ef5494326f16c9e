import type { EncodedRows } from '../../contracts/index.ts';
import type { Position } from '../export-record.ts';
import { rowAtOrPast } from './row-at-or-past.ts';

/** A run of whole rows, ready to be compressed. */
export interface PlainBlock {
  /** Bytes of a buffer that goes back by `release`. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Of them, those for which row objects had to be made. */
  readonly objectRows: number;
  /** The place after its last row. */
  readonly end: Position;
}

/** Cuts encoded rows into blocks. Where it cuts depends on the rows alone, never on pages. */
export interface BlockCutter {
  addHeader(header: Uint8Array): void;
  addRows(rows: EncodedRows, firstRow: number, placeAfter: (row: number) => Position): Generator<PlainBlock>;
  /** What is left, if anything is. */
  takeRest(end: Position): PlainBlock | undefined;
  release(block: PlainBlock): void;
}

/** @param blockBytes Size at which a block is cut: at the first row end at or past it. */
export function createBlockCutter(blockBytes: number): BlockCutter {
  const spare: Uint8Array[] = [];
  let buffer: Uint8Array = new Uint8Array(0);
  let length = 0;
  let rows = 0;
  let objectRows = 0;

  function append(bytes: Uint8Array): void {
    const needed = length + bytes.length;
    if (needed > buffer.length) {
      const grown = takeBuffer(needed);
      grown.set(buffer.subarray(0, length));
      buffer = grown;
    }
    buffer.set(bytes, length);
    length = needed;
  }

  /** An eighth of room for the row that crosses the line. Small exports should not pay for a whole block. */
  function takeBuffer(needed: number): Uint8Array {
    const found = spare.pop();
    if (found !== undefined && found.length >= needed) return found;
    const full = Math.ceil(blockBytes * 1.125);
    return new Uint8Array(Math.max(needed, Math.min(full, needed * 2)));
  }

  function cut(end: Position): PlainBlock {
    const block = { bytes: buffer.subarray(0, length), rows, objectRows, end };
    buffer = new Uint8Array(0);
    length = 0;
    rows = 0;
    objectRows = 0;
    return block;
  }

  return {
    addHeader: append,
    *addRows({ bytes, rowEnds, madeObjects = true }, firstRow, placeAfter) {
      let row = firstRow;
      let offset = row === 0 ? 0 : (rowEnds[row - 1] ?? 0);
      while (row < rowEnds.length) {
        const last = rowAtOrPast(rowEnds, row, offset + blockBytes - length);
        const isFull = last < rowEnds.length;
        const end = isFull ? last : rowEnds.length - 1;
        append(bytes.subarray(offset, rowEnds[end]));
        rows += end - row + 1;
        if (madeObjects) objectRows += end - row + 1;
        offset = rowEnds[end] ?? 0;
        row = end + 1;
        if (isFull) yield cut(placeAfter(end));
      }
    },
    takeRest: (end) => (length === 0 ? undefined : cut(end)),
    release({ bytes }) {
      spare.push(new Uint8Array(bytes.buffer));
    },
  };
}
