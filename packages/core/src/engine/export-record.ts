import type {
  CheckedLength,
  Cursor,
  JsonObject,
  JsonValue,
  PartReceipt,
  PlannedColumn,
  SinkTarget,
  Snapshot,
  StoredFile,
  Upload,
} from '../contracts/index.ts';

/** There is no silent sixth state: a file that does not hold every row is never `completed`. */
export type ExportState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A place between two rows. */
export interface Position {
  /** Index of the partition that is being read. */
  readonly partition: number;
  /** Read after this cursor; `null` for the start of the partition. */
  readonly after: Cursor | null;
  /** Rows after `after` that come before the place. Cursors exist only between pages, parts end anywhere. */
  readonly skipRows: number;
}

/** What is durable. Rows past `position` are read again, never saved. */
export interface Checkpoint {
  readonly position: Position;
  readonly rows: number;
  readonly bytes: number;
  /** CRC-32 of all durable bytes, header included. */
  readonly crc32: number;
  /** Of a compressed file: what it is before compression. `null` for one that is not compressed. */
  readonly plain: CheckedLength | null;
  /** Of the rows, those for which row objects had to be made: none of them on the fast route. */
  readonly objectRows: number;
  /** Parts 1..N. */
  readonly receipts: readonly PartReceipt[];
  /** Whether the last row of the last partition is durable. */
  readonly isDrained: boolean;
  /** Rows per second over the last step; 0 before the first part. */
  readonly rowsPerSecond: number;
}

export interface Lease {
  readonly holder: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Transient failures without progress in between. */
export interface Stall {
  /** Epoch milliseconds of the first one. */
  readonly since: number;
  readonly attempts: number;
  readonly code: string;
}

export interface Delivery {
  readonly notifier: string;
  readonly recipient: JsonValue;
  readonly status: 'pending' | 'sent' | 'failed';
  readonly attempts: number;
  /** Code of the last failure. */
  readonly code: string | null;
}

/** What was asked. */
export interface RecordedRequest {
  readonly query: JsonValue;
  /** Name of one of the engine's formats. */
  readonly format: string;
  readonly partitions: number;
}

/** Fixed before the first byte; every later step has to agree with it. */
export interface ExportPlan {
  readonly columns: readonly PlannedColumn[];
  /** Whose columns these are; the engine's own may hold functions, which are bound again at each step. */
  readonly columnsFrom: 'request' | 'engine' | 'source';
  readonly formatFingerprint: JsonObject;
  /** Whether the format compresses, so that a file made of segments ends in one that holds its trailer. */
  readonly isCompressed: boolean;
  /** Target size of the first parts, in bytes. */
  readonly partBytes: number;
  /**
   * How many segments the file is made of, one for each partition, each with a record of its own that a worker of its own
   * can go on with; `null` when one worker reads all partitions into one upload.
   */
  readonly segments: number | null;
}

/** What a worker folds rows into and replaces by compare-and-swap: a whole export, or one segment of it. JSON. */
export interface FoldRecord {
  readonly recordVersion: 1;
  /** The export's. */
  readonly id: string;
  readonly state: ExportState;
  /** Differs after every write: tells a worker whether a write whose answer was lost was its own. */
  readonly commitId: string;
  /** ISO 8601 in UTC, as all times that people read. */
  readonly updatedAt: string;
  readonly snapshot: Snapshot | null;
  readonly target: SinkTarget;
  readonly upload: Upload | null;
  readonly checkpoint: Checkpoint;
  readonly lease: Lease | null;
  readonly stall: Stall | null;
  readonly file: StoredFile | null;
}

/** An export's JSON in the store: everything needed to go on, but for what its segments have of their own. */
export interface ExportRecord extends FoldRecord {
  readonly owner: string;
  /** What the export is of, for people. */
  readonly label: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly request: RecordedRequest;
  /** Key of the claim that the request's idempotency key made in the store. */
  readonly claimKey: string | null;
  /** Access tokens made for another version are dead. */
  readonly accessVersion: number;
  /** Columns of the request, until `prepare` has fixed the plan. */
  readonly requestedColumns: readonly PlannedColumn[] | null;
  readonly plan: ExportPlan | null;
  readonly failure: Failure | null;
  /** Whether, after the ending, the snapshot is closed and nothing unfinished is left in the sink. */
  readonly isCleanedUp: boolean;
  readonly cleanUpAttempts: number;
  readonly deliveries: readonly Delivery[];
}

export const emptyCheckpoint: Checkpoint = {
  position: { partition: 0, after: null, skipRows: 0 },
  rows: 0,
  bytes: 0,
  crc32: 0,
  plain: null,
  objectRows: 0,
  receipts: [],
  isDrained: false,
  rowsPerSecond: 0,
};

export function hasEnded({ state }: Pick<ExportRecord, 'state'>): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}

/** Key of an export's record in the store. */
export function recordKey(exportId: string): string {
  return `${recordPrefix}${exportId}`;
}

export const recordPrefix = 'records/';
