import type { JsonValue } from './json.ts';

/** The ending of an export, as told to the person who asked. Holds no link and no row. */
export interface ExportEvent {
  readonly type: 'completed' | 'failed' | 'cancelled';
  readonly exportId: string;
  readonly owner: string;
  /** Whom to tell, as the request said; what it means is the notifier's. */
  readonly recipient: JsonValue;
  readonly fileName: string;
  /** What the export is of, in the application's words, when the request said so. */
  readonly label?: string | undefined;
  readonly rows: number;
  readonly bytes: number;
  /** Stable address of the application that authorises and then redirects to a fresh link, when configured. */
  readonly fileUrl?: string | undefined;
  /** For `failed`. */
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
  /** When it ended, ISO 8601 in UTC. */
  readonly endedAt: string;
}

export interface NotifyOptions {
  readonly signal: AbortSignal;
}

/** Tells the requester. At-least-once: the same event may come twice, with the same export id. */
export interface Notifier {
  readonly specVersion: 1;
  /** Requests name it: `email`. */
  readonly name: string;
  /** Checks a recipient without I/O. @throws ExportEngineError `EXPORT_OPTIONS_INVALID`. */
  validateRecipient(recipient: unknown): JsonValue;
  /** @throws ExportEngineError `EXPORT_NOTIFY_FAILED`, with `isRetryable` saying whether another try can help. */
  notify(event: ExportEvent, options: NotifyOptions): Promise<void>;
}
