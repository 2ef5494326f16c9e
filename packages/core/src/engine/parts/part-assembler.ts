import { joinChecked, noBytes } from '../../checksums/crc32.ts';
import type { CheckedLength, EncodedRows, SinkCapabilities } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { Position } from '../export-record.ts';
import { partTargetBytes } from './part-plan.ts';
import { type BufferedRows, createRowBuffer } from './row-buffer.ts';

/** A run of whole rows, ready to be stored. Its buffer goes back by `release` once it is durable. */
export interface AssembledPart extends BufferedRows {
  readonly number: number;
  /** The place after its last row. */
  readonly end: Position;
  /** What it holds before compression; `null` when it was added uncompressed. */
  readonly plain: CheckedLength | null;
}

/** A run of whole rows after compression: never cut. */
export interface CompressedBlock extends BufferedRows {
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
  let number = firstNumber;
  let plain: CheckedLength | null = null;
  const targetBytes = (): number => partTargetBytes(number, firstPartBytes, limits);
  const buffer = createRowBuffer({
    targetBytes,
    checkLength(bytes) {
      if (bytes > limits.maxPartBytes) throw rowTooLarge(number, limits.maxPartBytes);
    },
  });

  function cut(end: Position): AssembledPart {
    const part = { number, ...buffer.take(), end, plain };
    number += 1;
    plain = null;
    return part;
  }

  return {
    addHeader: (header) => buffer.append(header),
    *addRows(encoded, firstRow, placeAfter) {
      for (const row of buffer.addRows(encoded, firstRow)) yield cut(placeAfter(row));
    },
    addBlock(block) {
      buffer.append(block.bytes, block);
      plain = joinChecked(plain ?? noBytes, block.plain);
      return buffer.length() >= targetBytes() ? cut(block.end) : undefined;
    },
    addTrailer: (trailer) => buffer.append(trailer),
    takeRest: cut,
    release: buffer.release,
  };
}

function rowTooLarge(number: number, maxPartBytes: number): ExportEngineError {
  return new ExportEngineError(
    'EXPORT_ROW_TOO_LARGE',
    `A row is too large: part ${number} would exceed the sink's largest part of ${maxPartBytes} bytes.`,
    { details: { part: number, maxPartBytes } },
  );
}
