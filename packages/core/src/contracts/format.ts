import type { BoundColumn } from './column.ts';
import type { JsonObject } from './json.ts';
import type { CheckedLength } from './sink.ts';
import type { RowBatch } from './source.ts';

/** Encoded rows. */
export interface EncodedRows {
  /** The rows' bytes, end to end. Valid until the next `encode` of the same encoder. */
  readonly bytes: Uint8Array;
  /** For each row, the offset just past its last byte; the last one equals `bytes.length`. */
  readonly rowEnds: Uint32Array;
  /** Whether row objects had to be made; the record counts such rows. @default true */
  readonly madeObjects?: boolean | undefined;
}

/** Turns rows into bytes. The bytes of a row depend on that row alone, never on its page or neighbours. */
export interface RowEncoder {
  /** Bytes before the first row: byte-order mark, header row. May be empty. */
  readonly header: Uint8Array;
  /**
   * @throws ExportEngineError `EXPORT_SOURCE_INCOMPLETE` when the batch does not hold `count` rows;
   * `EXPORT_CELL_REJECTED` when a value can't be written as configured; the message names the column, never the value.
   */
  encode(rows: RowBatch, count: number): EncodedRows;
}

/**
 * Compression block by block. Each block stands by itself, so blocks are compressed side by side, a kill costs no more than
 * it does without, and the files of several workers can be joined end to end.
 */
export interface Compression {
  /** Size at which a block is cut, in bytes before compression: at the first row end at or past it. */
  readonly blockBytes: number;
  /** Bytes before the first block. */
  readonly header: Uint8Array;
  /** The same bytes give the same bytes. The result is the caller's. */
  compress(block: Uint8Array): Promise<Uint8Array>;
  /** Bytes after the last block, made of the length and the CRC-32 of everything before compression. */
  trailer(plain: CheckedLength): Uint8Array;
}

/** Rows → bytes. */
export interface Format {
  readonly specVersion: 1;
  /** `csv`, `ndjson`. */
  readonly name: string;
  /** For the `Content-Type` of the file. */
  readonly mediaType: string;
  /** Without the dot. */
  readonly fileExtension: string;
  /** Everything that changes the bytes; kept in the record, so that a resume with other settings is refused. */
  readonly fingerprint: JsonObject;
  /** How the encoded rows are compressed on their way to the file. @default not at all */
  readonly compression?: Compression | undefined;
  /** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for columns this format can't write. */
  createEncoder(columns: readonly BoundColumn[]): RowEncoder;
}
