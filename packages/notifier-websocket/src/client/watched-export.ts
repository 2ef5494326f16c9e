/** What the watcher reads of an export's status; the status of the HTTP API has all of it, and more. */
export interface WatchedExport {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly endedAt: string | null;
  readonly progress: { readonly rows: number; readonly bytes: number };
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** How an export ended. */
export interface ExportEnding {
  readonly exportId: string;
  readonly state: 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly rows: number;
  readonly bytes: number;
  /** Stable address of the file in the application; only there when the server pushed it. */
  readonly fileUrl?: string | undefined;
  /** For `failed`. */
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
  /** ISO 8601 in UTC. */
  readonly endedAt: string;
}

/** @returns `undefined` when it has not ended */
export function endingOf({ id, state, fileName, progress, failure, endedAt }: WatchedExport): ExportEnding | undefined {
  if (state === 'queued' || state === 'running') return undefined;
  const { rows, bytes } = progress;
  return { exportId: id, state, fileName, rows, bytes, failure: failure ?? undefined, endedAt: endedAt ?? '' };
}
