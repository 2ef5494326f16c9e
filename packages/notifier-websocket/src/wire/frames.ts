/** What travels over the socket: JSON text frames. Types only, for both ends. */

/** A client's frame. */
export type ClientFrame =
  | { readonly action: 'subscribe'; readonly ticket: string }
  /** Keeps an idle connection open, and shows a client that it still is. */
  | { readonly action: 'ping' };

/** A server's frame. A client leaves out what it does not know. */
export type ServerFrame<Status = unknown> = StatusFrame<Status> | EndedFrame | ErrorFrame | PongFrame;

/** How the export is, sent at once on subscribing. */
export interface StatusFrame<Status = unknown> {
  readonly type: 'status';
  /** `ExportStatus` without its owner: what the HTTP API answers. */
  readonly export: Status;
}

/** The ending. May come twice, and before an older status; nothing that comes after it counts. */
export interface EndedFrame {
  readonly type: 'ended';
  readonly exportId: string;
  readonly state: 'completed' | 'failed' | 'cancelled';
  readonly fileName: string;
  readonly rows: number;
  readonly bytes: number;
  /** Stable address of the file in the application, when one is configured. */
  readonly fileUrl?: string | undefined;
  /** For `failed`. */
  readonly failure?: { readonly code: string; readonly message: string } | undefined;
  /** ISO 8601 in UTC. */
  readonly endedAt: string;
}

/** A frame could not be served. Another try needs a fresh ticket. */
export interface ErrorFrame {
  readonly type: 'error';
  /** An error code of the engine. */
  readonly code: string;
  readonly message: string;
}

export interface PongFrame {
  readonly type: 'pong';
}
