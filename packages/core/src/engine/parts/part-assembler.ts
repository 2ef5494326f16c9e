import { joinChecked, noBytes } from '../../checksums/crc32.ts';
import type { CheckedLength, EncodedRows, SinkCapabilities } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { Position } from '../export-record.ts';
import { partTargetBytes } from './part-plan.ts';
import { rowAtOrPast } from './row-at-or-past.ts';

/** A run of whole rows, ready to be stored. */
export interface AssembledPart {
  readonly number: number;
  /** Bytes of a buffer that goes back by `release` once the part is durable. */
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Of them, those for which row objects had to be made. */
  readonly objectRows: number;
  /** The place after its last row. */
  readonly end: Position;
  /** What it holds before compression; `null` when it was added uncompressed. */
  readonly plain: CheckedLength | null;
}

/** A run of whole rows after compression: never cut. */
export interface CompressedBlock {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly objectRows: number;
  /** The place after its last row. */
  readonly end: Position;
  readonly plain: CheckedLength;
}

export interface PartAssembler {
  /** Adds bytes before the first row of the file. Call it only when no part is durable yet. */
  addHeader(header: Uint8Array): void;
  /**
   * Adds the rows of one page from `firstRow` on, and yields each part that is full by it.
   *
   * @param placeAfter The place after the page's row of this index.
   */
  addRows(rows: EncodedRows, firstRow: number, placeAfter: (row: number) => Position): Generator<AssembledPart>;
  /** Adds a block. @returns the part, when it is full by that */
  addBlock(block: CompressedBlock): AssembledPart | undefined;
  /** Adds bytes after the last row. */
  addTrailer(trailer: Uint8Array): void;
  /** The rest, which may be empty. */
  takeRest(end: Position): AssembledPart;
  /** Gives a part's buffer back for reuse. */
  release(part: AssembledPart): void;
}

/** Cuts encoded rows into parts. Where it cuts depends on the rows and the part numbers only. */
export function createPartAssembler(
  firstNumber: number,
  firstPartBytes: number,
  limits: SinkCapabilities,
): PartAssembler {
  const spare: Uint8Array[] = [];
  let number = firstNumber;
  let buffer: Uint8Array = new Uint8Array(0);
  let length = 0;
  let rows = 0;
  let objectRows = 0;
  let plain: CheckedLength | null = null;

  const target = (): number => partTargetBytes(number, firstPartBytes, limits);

  function append(bytes: Uint8Array): void {
    const needed = length + bytes.length;
    if (needed > limits.maxPartBytes) throw rowTooLarge(number, limits.maxPartBytes);
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
    // Buffers that became too small (parts grow) are dropped.
    if (found === undefined) spare.length = 0;
    return found ?? new Uint8Array(Math.max(needed, startCapacity(needed)));
  }

  /** Small exports should not pay for a whole part: the buffer doubles until it holds a full one. */
  function startCapacity(needed: number): number {
    const full = Math.ceil(target() * 1.125);
    return Math.min(full, Math.max(64 * 1024, needed * 2));
  }

  function cut(end: Position): AssembledPart {
    const part = { number, bytes: buffer.subarray(0, length), rows, objectRows, end, plain };
    number += 1;
    buffer = new Uint8Array(0);
    length = 0;
    rows = 0;
    objectRows = 0;
    plain = null;
    return part;
  }

  return {
    addHeader: append,
    *addRows(encoded, firstRow, placeAfter) {
      const { bytes, rowEnds, madeObjects = true } = encoded;
      let row = firstRow;
      let offset = row === 0 ? 0 : (rowEnds[row - 1] ?? 0);
      while (row < rowEnds.length) {
        const last = rowAtOrPast(rowEnds, row, offset + target() - length);
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
    addBlock(block) {
      append(block.bytes);
      rows += block.rows;
      objectRows += block.objectRows;
      plain = joinChecked(plain ?? noBytes, block.plain);
      return length >= target() ? cut(block.end) : undefined;
    },
    addTrailer: append,
    takeRest: cut,
    release(part) {
      spare.push(new Uint8Array(part.bytes.buffer));
    },
  };
}

function rowTooLarge(number: number, maxPartBytes: number): ExportEngineError {
  return new ExportEngineError(
    'EXPORT_ROW_TOO_LARGE',
    `A row is too large: part ${number} would exceed the sink's largest part of ${maxPartBytes} bytes.`,
    { details: { part: number, maxPartBytes } },
  );
}
