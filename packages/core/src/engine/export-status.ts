import type { ExportRecord, ExportState, Failure } from './export-record.ts';
import { type ExportProgress, progressOf } from './progress.ts';

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

export function statusOf(record: ExportRecord): ExportStatus {
  return {
    id: record.id,
    owner: record.owner,
    state: record.state,
    format: record.request.format,
    fileName: record.target.fileName,
    label: record.label,
    createdAt: record.createdAt,
    endedAt: record.endedAt,
    progress: progressOf(record),
    failure: record.failure,
    waitingOn: record.stall?.code ?? null,
    deliveries: record.deliveries.map(({ notifier, status }) => ({ notifier, status })),
  };
}
