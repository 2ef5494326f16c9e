import type { CheckedLength, Compression, EncodedRows } from '../../contracts/index.ts';
import type { Position } from '../export-record.ts';
import { compressedParts } from './compressed-parts.ts';
import type { AssembledPart, PartAssembler } from './part-assembler.ts';

/** Makes parts of encoded rows, compressed or as they are, and hands each over when it is full. */
export interface PartMaker {
  /** Bytes given to parts so far, after compression. */
  bytes(): number;
  /** Begins the file: with what the format has before the first row. */
  addHeader(header: Uint8Array): void;
  /** Adds the rows of one page from `firstRow` on. */
  addRows(rows: EncodedRows, firstRow: number, placeAfter: (row: number) => Position): Promise<void>;
  /** The partition's last row was added: what is made of the next one's does not depend on this one's. */
  endPartition(end: Position): Promise<void>;
  /** The rest, which may be empty; with what comes after the last row, when it is the end of the file. */
  takeRest(end: Position, isFileEnd: boolean): Promise<AssembledPart>;
  /** Gives a part's buffer back for reuse. */
  release(part: AssembledPart): void;
}

export interface PartMakerOptions {
  readonly assembler: PartAssembler;
  readonly compression: Compression | undefined;
  /** What is durable already, before compression. */
  readonly durable: CheckedLength | null;
  /** Takes a full part; what it waits for holds up the making of further ones. */
  readonly submit: (part: AssembledPart) => Promise<void>;
}

export function createPartMaker({ compression, ...options }: PartMakerOptions): PartMaker {
  return compression === undefined ? plainParts(options) : compressedParts({ ...options, compression });
}

function plainParts({ assembler, submit }: Omit<PartMakerOptions, 'compression'>): PartMaker {
  let bytes = 0;
  return {
    bytes: () => bytes,
    addHeader(header) {
      bytes += header.length;
      assembler.addHeader(header);
    },
    async addRows(rows, firstRow, placeAfter) {
      bytes += rows.bytes.length - (firstRow === 0 ? 0 : (rows.rowEnds[firstRow - 1] ?? 0));
      for (const part of assembler.addRows(rows, firstRow, placeAfter)) await submit(part);
    },
    endPartition: async () => undefined,
    takeRest: async (end) => assembler.takeRest(end),
    release: (part) => assembler.release(part),
  };
}
