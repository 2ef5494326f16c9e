import { arrayOf, checkOptions, custom, integer, optional } from '@export-engine/core';

export interface WebSocketHubOptions {
  /** The one path that is served. @default '/push' */
  readonly path?: string | undefined;
  /**
   * Origins whose pages may connect, like `https://app.example`. Others are answered 403; a client that is no browser sends
   * none and may connect. A ticket is needed in any case.
   *
   * @default any
   */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Connections at once, 1 to 1,000,000; more are answered 503. @default 10000 */
  readonly maxConnections?: number | undefined;
  /** Bytes that may wait for one slow client, 1 KiB to 64 MiB; past it the client is closed with 1013. @default 1 MiB */
  readonly maxBufferedBytes?: number | undefined;
  /** Pause between two pings, 100 to 600,000 ms; a connection that did not answer the last one is cut. @default 30000 */
  readonly heartbeatMs?: number | undefined;
  /** Life of a connection, 1 to 604,800 s; its client comes back with a fresh ticket. @default 7200 */
  readonly maxConnectionSeconds?: number | undefined;
}

export interface HubSettings {
  readonly path: string;
  readonly allowedOrigins: readonly string[] | undefined;
  readonly maxConnections: number;
  readonly maxBufferedBytes: number;
  readonly heartbeatMs: number;
  readonly maxConnectionMs: number;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function checkHubOptions(options: unknown): HubSettings {
  checkOptions<WebSocketHubOptions>('webSocketHub()', options, {
    path: optional(custom('a path like "/push"', (path) => /^\/[^?#\s]{0,200}$/.test(String(path)))),
    allowedOrigins: optional(arrayOf(custom('an origin like "https://app.example"', isOrigin), { min: 1 })),
    maxConnections: optional(integer({ min: 1, max: 1_000_000 })),
    maxBufferedBytes: optional(integer({ min: 1024, max: 64 * 1024 * 1024 })),
    heartbeatMs: optional(integer({ min: 100, max: 600_000 })),
    maxConnectionSeconds: optional(integer({ min: 1, max: 604_800 })),
  });
  return {
    path: options.path ?? '/push',
    allowedOrigins: options.allowedOrigins,
    maxConnections: options.maxConnections ?? 10_000,
    maxBufferedBytes: options.maxBufferedBytes ?? 1024 * 1024,
    heartbeatMs: options.heartbeatMs ?? 30_000,
    maxConnectionMs: (options.maxConnectionSeconds ?? 7200) * 1000,
  };
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}
