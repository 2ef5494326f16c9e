import type { ColumnDescription } from './column.ts';
import type { JsonObject, JsonValue } from './json.ts';

/**
 * Opaque JSON text from a source: the position *after* a row. It is kept and echoed back as the same text;
 * nobody but the source parses it, because a round trip through JavaScript numbers corrupts large sort values.
 */
export type Cursor = string;

/** What a source can promise. The engine and the contract suite read it; they never probe. */
export interface SourceCapabilities {
  /** Whether `open` freezes a view: rows written later are not seen, rows deleted later still are. */
  readonly snapshot: boolean;
  /** Whether `open` can split the view into independently readable partitions. When false it returns one. */
  readonly partitions: boolean;
  /** Whether `Snapshot.expectedRows` is the number of rows that will be read, a guess, or absent. */
  readonly count: 'exact' | 'estimate' | 'none';
  /** How a read goes on after a crash: on the same snapshot, by key without one, or not at all. */
  readonly resume: 'snapshot' | 'keyset' | 'none';
  /** Which kind of batch `read` yields. `json` is the fast route: bytes as they came from the server. */
  readonly batches: 'documents' | 'json';
}

/** One row as a plain object, as `JSON.parse` would make it. */
export type Row = JsonObject;

/**
 * The rows of one page, in order. A batch belongs to the reader until it asks for the next page; then the source may
 * reuse its memory.
 *
 * - `documents`: row objects. Numbers are already JavaScript numbers; digits lost before are lost. A `bigint` is
 *   written with all its digits.
 * - `json`: the UTF-8 bytes of one JSON array. Each element holds its document under `documentPath` (empty: the element
 *   itself is the document), so a server's answer can be handed on untouched.
 */
export type RowBatch =
  | { readonly kind: 'documents'; readonly documents: readonly object[] }
  | { readonly kind: 'json'; readonly bytes: Uint8Array; readonly documentPath: readonly string[] };

/** One batch of rows with the cursor after its last row. Never empty. */
export interface Page {
  readonly rows: RowBatch;
  /** Number of rows in `rows`, at least 1. */
  readonly count: number;
  /** The position after the last row of this page. */
  readonly cursor: Cursor;
  /** Present when the server renewed the snapshot's handle; use it for every later call. */
  readonly snapshot?: Snapshot | undefined;
}

/** One independently readable share of a snapshot. */
export interface Partition {
  /** 0-based position in `Snapshot.partitions`. */
  readonly index: number;
  /** The source's own data, for example a slice. */
  readonly state: JsonValue;
}

/** A source's frozen view. JSON, so that another process can go on with it. */
export interface Snapshot {
  /** The source's own data, for example a point-in-time id and the shard count at its opening. */
  readonly state: JsonValue;
  /** At least one. Read in order, their rows concatenated are the result. */
  readonly partitions: readonly Partition[];
  /** Rows over all partitions; see `SourceCapabilities.count`. */
  readonly expectedRows?: number | undefined;
}

export interface SourceCallOptions {
  /** Aborting rejects with `signal.reason` unchanged, after clean-up. */
  readonly signal: AbortSignal;
}

export interface OpenOptions extends SourceCallOptions {
  /**
   * How many partitions are wanted, at least 1. A wish: a source without the capability returns one, and so does one whose
   * partitions can't keep the order that the query asks for.
   */
  readonly partitions: number;
}

export interface ReadOptions extends SourceCallOptions {
  /** Read the rows after this position; absent means from the start of the partition. */
  readonly after?: Cursor | undefined;
  /** How large a page should be, in bytes of the source's own encoding. A wish: pages may differ. */
  readonly targetPageBytes: number;
}

/**
 * Where rows come from. Every function is stateless over JSON: nothing is kept between two calls.
 *
 * A source never returns a short result: an answer that may lack rows is an error
 * (`EXPORT_SOURCE_INCOMPLETE`), a lost snapshot is `EXPORT_SOURCE_CURSOR_LOST`.
 */
export interface Source<Query extends JsonValue = JsonValue> {
  readonly specVersion: 1;
  /** Short, lower case, for messages and the record: `elasticsearch`. */
  readonly name: string;
  readonly capabilities: SourceCapabilities;
  /**
   * Checks a query without any I/O and returns it in the form that is kept in the record.
   *
   * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the field, its type and what is allowed;
   * `EXPORT_SOURCE_ORDER_UNSAFE` for an order in which rows could be lost.
   */
  validate(query: unknown): Query;
  /** The columns that a row of this query can have, in a stable order (column discovery). */
  describe(query: Query, options: SourceCallOptions): Promise<readonly ColumnDescription[]>;
  /** Freezes the view. Whatever it opened before failing is closed again. */
  open(query: Query, options: OpenOptions): Promise<Snapshot>;
  /**
   * Reads a partition from `after` to its end. Calling it again with the same arguments gives the same rows in the same
   * order, whatever the page size. Ending early (`return()`) frees everything it holds.
   */
  read(query: Query, snapshot: Snapshot, partition: Partition, options: ReadOptions): AsyncIterable<Page>;
  /** Releases the view. Idempotent: a view that is already gone is fine. */
  close(snapshot: Snapshot, options: SourceCallOptions): Promise<void>;
}
