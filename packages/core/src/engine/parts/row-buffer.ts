import type { EncodedRows } from '../../contracts/index.ts';

/** What a row buffer held. */
export interface BufferedRows {
  /** Bytes of a buffer that goes back by `release`. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Of them, those for which row objects had to be made. */
  readonly objectRows: number;
}

/** Gathers encoded rows end to end, until somebody takes them. Buffers are used again. */
export interface RowBuffer {
  /** Bytes gathered. */
  length(): number;
  /** Adds bytes as they are, with the rows that they hold, if any. */
  append(bytes: Uint8Array, holding?: Omit<BufferedRows, 'bytes'>): void;
  /**
   * Adds the rows of one page from `firstRow` on, and yields the index of each row with which the target size is reached:
   * `take` then, before the next one is asked for. Where that is depends on the rows alone, never on pages.
   */
  addRows(encoded: EncodedRows, firstRow: number): Generator<number>;
  /** What was gathered; the buffer is empty then. */
  take(): BufferedRows;
  /** Gives the buffer of taken bytes back for reuse. */
  release(taken: Pick<BufferedRows, 'bytes'>): void;
}

export interface RowBufferOptions {
  /** Size that counts as full, in bytes: reached at the first row end at or past it. */
  readonly targetBytes: () => number;
  /** Called with the length that is to be; may throw. */
  readonly checkLength?: ((bytes: number) => void) | undefined;
}

export function createRowBuffer({ targetBytes, checkLength }: RowBufferOptions): RowBuffer {
  const spare: Uint8Array[] = [];
  let buffer: Uint8Array = new Uint8Array(0);
  let length = 0;
  let rows = 0;
  let objectRows = 0;

  function append(bytes: Uint8Array): void {
    const needed = length + bytes.length;
    checkLength?.(needed);
    if (needed > buffer.length) {
      const grown = takeBuffer(needed);
      grown.set(buffer.subarray(0, length));
      if (buffer.length > 0) spare.push(buffer);
      buffer = grown;
    }
    buffer.set(bytes, length);
    length = needed;
  }

  /** A spare buffer that is large enough, or a new one with an eighth of room for the row that crosses the target. */
  function takeBuffer(needed: number): Uint8Array {
    const index = spare.findIndex((candidate) => candidate.length >= needed);
    const [found] = index === -1 ? [] : spare.splice(index, 1);
    // Buffers that became too small (targets grow) are dropped.
    if (found === undefined) spare.length = 0;
    return found ?? new Uint8Array(Math.max(needed, startCapacity(needed)));
  }

  /** Small exports should not pay for a whole target: the buffer doubles until it holds one. */
  function startCapacity(needed: number): number {
    const full = Math.ceil(targetBytes() * 1.125);
    return Math.min(full, Math.max(64 * 1024, needed * 2));
  }

  return {
    length: () => length,
    append(bytes, holding = { rows: 0, objectRows: 0 }) {
      append(bytes);
      rows += holding.rows;
      objectRows += holding.objectRows;
    },
    *addRows({ bytes, rowEnds, madeObjects = true }, firstRow) {
      let row = firstRow;
      let offset = row === 0 ? 0 : (rowEnds[row - 1] ?? 0);
      while (row < rowEnds.length) {
        const last = rowAtOrPast(rowEnds, row, offset + targetBytes() - length);
        const isFull = last < rowEnds.length;
        const end = isFull ? last : rowEnds.length - 1;
        append(bytes.subarray(offset, rowEnds[end]));
        rows += end - row + 1;
        if (madeObjects) objectRows += end - row + 1;
        offset = rowEnds[end] ?? 0;
        row = end + 1;
        if (isFull) yield end;
      }
    },
    take() {
      const taken = { bytes: buffer.subarray(0, length), rows, objectRows };
      buffer = new Uint8Array(0);
      length = 0;
      rows = 0;
      objectRows = 0;
      return taken;
    },
    release({ bytes }) {
      spare.push(new Uint8Array(bytes.buffer));
    },
  };
}

/** Index of the first row from `from` on that ends at or past `offset`; the number of rows when none does. */
function rowAtOrPast(rowEnds: Uint32Array, from: number, offset: number): number {
  let low = from;
  let high = rowEnds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rowEnds[middle] ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
