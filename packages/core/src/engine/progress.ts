import type { EngineContext } from './engine-context.ts';
import type { ExportRecord, ExportState } from './export-record.ts';

/** How far an export is. */
export interface ExportProgress {
  readonly exportId: string;
  readonly state: ExportState;
  /** Rows read and encoded so far; in a record, rows that are durable. */
  readonly rows: number;
  /** Bytes of the file so far; in a record, bytes that are durable. */
  readonly bytes: number;
  /** Rows of the whole result; `null` before the snapshot, or when the source can't count. */
  readonly expectedRows: number | null;
  /** Over the current step; 0 while unknown. */
  readonly rowsPerSecond: number;
  /** At this rate; `null` while unknown. */
  readonly secondsLeft: number | null;
}

/** What a worker has read and encoded, ahead of what is durable. */
export interface LiveRows {
  readonly rows: number;
  readonly bytes: number;
  readonly rowsPerSecond: number;
}

/** Progress of what is durable. */
export function progressOf(record: ExportRecord): ExportProgress {
  const { rows, bytes, rowsPerSecond } = record.checkpoint;
  return makeProgress(record, rows, bytes, record.state === 'running' ? rowsPerSecond : 0);
}

/** Tells the application, which can't make an export fail by throwing here. */
export function reportProgress(context: EngineContext, record: ExportRecord, live: LiveRows): void {
  const progress = makeProgress(record, live.rows, live.bytes, live.rowsPerSecond);
  context.live.report(progress);
  try {
    context.onProgress?.(progress);
  } catch {
    // A progress bar that fails is not a reason to lose an export.
  }
}

function makeProgress(record: ExportRecord, rows: number, bytes: number, rowsPerSecond: number): ExportProgress {
  const expectedRows = record.snapshot?.expectedRows ?? null;
  const isEstimable = expectedRows !== null && rowsPerSecond > 0 && record.state === 'running';
  return {
    exportId: record.id,
    state: record.state,
    rows,
    bytes,
    expectedRows,
    rowsPerSecond: Math.round(rowsPerSecond),
    secondsLeft: isEstimable ? Math.max(0, Math.round((expectedRows - rows) / rowsPerSecond)) : null,
  };
}
