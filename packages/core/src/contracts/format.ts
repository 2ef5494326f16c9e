import type { BoundColumn } from './column.ts';
import type { JsonObject } from './json.ts';
import type { RowBatch } from './source.ts';

/** Encoded rows. */
export interface EncodedRows {
  /** The rows' bytes, end to end. Valid until the next `encode` of the same encoder. */
  readonly bytes: Uint8Array;
  /** For each row, the offset just past its last byte; the last one equals `bytes.length`. */
  readonly rowEnds: Uint32Array;
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
  /** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for columns this format can't write. */
  createEncoder(columns: readonly BoundColumn[]): RowEncoder;
}
