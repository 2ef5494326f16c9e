import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** What the proxy does with one request. */
export type FaultAction =
  /** Passes it on and its answer back, byte for byte. */
  | { readonly kind: 'forward' }
  /** Reads the request, answers it itself; the target never sees it. */
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly headers?: OutgoingHttpHeaders | undefined;
      readonly body?: string | Uint8Array | undefined;
    }
  /** Resets the connection (RST); the target never sees the request. */
  | { readonly kind: 'reset' }
  /** Lets the target do the whole work, then resets the client's connection instead of passing the answer on. */
  | { readonly kind: 'lose-answer' }
  /** Passes the status, the headers and so many bytes of the answer's body on, then closes the connection. */
  | { readonly kind: 'cut-answer'; readonly afterBytes: number }
  /** Passes so many bytes of the request's body on, then resets both connections. */
  | { readonly kind: 'cut-request'; readonly afterBytes: number }
  /** Waits, then does `next` (default: forward). A client that leaves meanwhile never reaches the target. */
  | { readonly kind: 'delay'; readonly ms: number; readonly next?: FaultAction | undefined };

/** What a rule decides on; the body has not been read yet. */
export interface FaultRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** 1 for the first request since this rule was set, over all connections. */
  readonly count: number;
}

/** Chooses the action for a request; undefined forwards it. */
export type FaultRule = (request: FaultRequest) => FaultAction | undefined;

/** One line of the proxy's log; `status` is filled in when the target or the rule has answered. */
export interface FaultLogEntry {
  readonly method: string;
  readonly url: string;
  readonly action: FaultAction['kind'];
  /** What the target (or the rule) answered, also when the client never saw it; undefined when there was no answer. */
  readonly status: number | undefined;
}
