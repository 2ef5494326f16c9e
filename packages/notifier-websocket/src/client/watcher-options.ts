import type { ExportEnding, WatchedExport } from './watched-export.ts';
import type { WebSocketConstructor } from './web-socket-like.ts';

export interface WatchCallOptions {
  /** Aborted when the watcher is closed, or when the answer takes longer than 30 s. */
  readonly signal: AbortSignal;
}

export interface PollingOptions {
  /** Pause between two looks while there is no socket, 10 to 600,000 ms. @default 5000 */
  readonly intervalMs?: number | undefined;
  /** Pause between two looks although there is a socket, in case a push was lost, 10 to 3,600,000 ms. @default 60000 */
  readonly safetyIntervalMs?: number | undefined;
}

export interface BackoffOptions {
  /** Longest pause before the second try, 1 to 60,000 ms; doubled with each further one. @default 1000 */
  readonly baseMs?: number | undefined;
  /** Longest pause of all, 1 to 600,000 ms. @default 30000 */
  readonly maxMs?: number | undefined;
}

/** @typeParam Status What the application's API answers about an export. */
export interface ExportWatcherOptions<Status extends WatchedExport = WatchedExport> {
  readonly exportId: string;
  /** Address of the push endpoint: `wss://app.example/push`. */
  readonly webSocketUrl: string;
  /** Asks the API how the export is: `GET /exports/:id`. Errors: see `isFinal`. */
  readonly fetchStatus: (exportId: string, options: WatchCallOptions) => Promise<Status>;
  /** Asks the API for a fresh ticket: `POST /exports/:id/tickets`. Errors: see `isFinal`. */
  readonly getTicket: (exportId: string, options: WatchCallOptions) => Promise<{ readonly ticket: string }>;
  /** Called with the state at once, and with each one that is learnt of later. */
  readonly onStatus?: ((status: Status) => void) | undefined;
  /** Called once, with the ending. */
  readonly onEnded: (ending: ExportEnding) => void;
  /** Called once, instead of `onEnded`, with an error that no further try can help. @default ignored */
  readonly onError?: ((error: unknown) => void) | undefined;
  /**
   * Whether an error of `fetchStatus` or `getTicket` is one that no further try can help.
   *
   * @default `error.status` is from 400 to 499, and not 408, 425 or 429
   */
  readonly isFinal?: ((error: unknown) => boolean) | undefined;
  readonly polling?: PollingOptions | undefined;
  readonly backoff?: BackoffOptions | undefined;
  /** Pause between two signs of life asked for on a quiet socket, 100 to 540,000 ms. @default 240000 */
  readonly pingIntervalMs?: number | undefined;
  /** @default `globalThis.WebSocket` */
  readonly WebSocket?: WebSocketConstructor | undefined;
}
