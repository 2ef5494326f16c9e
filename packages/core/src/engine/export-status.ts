import { ExportEngineError } from '../errors/index.ts';
import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { Checkpoint, ExportRecord, ExportState, Failure } from './export-record.ts';
import { type ExportProgress, progressOf } from './progress.ts';
import type { SegmentRecord } from './segments/segment-record.ts';
import { readSegments } from './segments/segments.ts';
import { sumOf } from './segments/sum-segments.ts';

/** What an owner may know of an export. JSON. */
export interface ExportStatus {
  readonly id: string;
  readonly owner: string;
  readonly state: ExportState;
  readonly format: string;
  readonly fileName: string;
  /** What the export is of, as the request said. */
  readonly label: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly progress: ExportProgress;
  /** For `failed`. */
  readonly failure: Failure | null;
  /** While transient failures are waited out: the code of the last one. */
  readonly waitingOn: string | null;
  readonly deliveries: readonly { readonly notifier: string; readonly status: 'pending' | 'sent' | 'failed' }[];
}

/** The status of a record, with what its segments have done so far. */
export async function statusOf(
  context: EngineContext,
  record: ExportRecord,
  retry: RetryPolicy,
): Promise<ExportStatus> {
  const segments = record.state === 'running' ? await segmentsOrNone(context, record, retry) : [];
  const waiting = segments.find(({ stall }) => stall !== null);
  const checkpoint: Checkpoint = segments.length > 0 ? sumOf(segments) : record.checkpoint;
  return {
    id: record.id,
    owner: record.owner,
    state: record.state,
    format: record.request.format,
    fileName: record.target.fileName,
    label: record.label,
    createdAt: record.createdAt,
    endedAt: record.endedAt,
    progress: progressOf({ ...record, checkpoint }),
    failure: record.failure,
    waitingOn: record.stall?.code ?? waiting?.stall?.code ?? null,
    deliveries: record.deliveries.map(({ notifier, status }) => ({ notifier, status })),
  };
}

/** Only a split export has any. They are removed after the ending, of which this record does not know yet. */
async function segmentsOrNone(
  context: EngineContext,
  record: ExportRecord,
  retry: RetryPolicy,
): Promise<readonly SegmentRecord[]> {
  try {
    return await readSegments(context, record, retry);
  } catch (error) {
    if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOT_FOUND') return [];
    throw error;
  }
}
