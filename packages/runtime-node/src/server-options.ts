import {
  type Check,
  checkOptions,
  custom,
  type ExportEngineOptions,
  func,
  integer,
  type JsonValue,
  object,
  optional,
  string,
} from '@export-engine/core';
import type { ExportApiIdentity, ExportApiOptions } from '@export-engine/http-api';
import type { ExportServerPushOptions } from './push/server-push.ts';
import { type ReportError, reportTo } from './report-error.ts';
import { memoryDefaults } from './server-memory.ts';

/** What went wrong where: with a request, an export, a push message, the upkeep, or while the server stopped. */
export type ExportServerActivity = 'request' | 'export' | 'push' | 'upkeep' | 'stop';

/** The regular upkeep: takes up what a dead process left, fails what was abandoned, removes what is old. */
export interface ExportServerSweepOptions {
  /** Pause between two rounds, 10 to 86,400 s, varied by a tenth. The first is at the start. @default 300 */
  readonly everySeconds?: number | undefined;
  /** An unfinished export that nobody has gone on with for this long is failed, 60 s to a year. @default 86,400 */
  readonly abandonedAfterSeconds?: number | undefined;
  /** Exports that ended this long ago are removed with their files, up to ten years. @default never */
  readonly removeAfterSeconds?: number | undefined;
}

export interface ExportServerOptions<Body, Identity extends ExportApiIdentity, Query extends JsonValue = JsonValue> {
  /**
   * As `createExportEngine()` takes them, but for the orchestrator, which is the server's. Unless they say otherwise:
   * `pageBytes` is 1 MiB, so that no page keeps requests waiting, `maxBufferedBytes` is 32 MiB, and `fileUrl` is the
   * address of the file in this API.
   */
  readonly engine: Omit<ExportEngineOptions<Query>, 'orchestrator'>;
  /** As `createExportApi()` takes them, but for the engine and the tickets, which are the server's. */
  readonly api: Omit<ExportApiOptions<Body, Identity, Query>, 'engine' | 'tickets'>;
  /** Push over websockets. @default none */
  readonly push?: ExportServerPushOptions | undefined;
  /** The application's own routes, asked before the API. `undefined` leaves a request to the API. */
  readonly fetch?: ((request: Request) => Response | undefined | Promise<Response | undefined>) | undefined;
  /** Address to listen on; `0.0.0.0` or `::` for all. @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** 0 to 65,535; 0 takes any that is free. @default 0 */
  readonly port?: number | undefined;
  /** How clients reach the server: `https://app.example`. For addresses in notifications. @default what it listens on */
  readonly publicUrl?: string | undefined;
  readonly sweep?: ExportServerSweepOptions | undefined;
  /** Exports worked on at once, 1 to 1,000; the others wait their turn. See `maxExportMemoryBytes()`. @default 8 */
  readonly maxConcurrentExports?: number | undefined;
  /** Longest time for `close()`, 1 to 3,600 s. @default 8, for Docker kills after 10 */
  readonly stopTimeoutSeconds?: number | undefined;
  /** Told of every error that no caller is told of. @default a process warning with no more than its code */
  readonly onError?: ((error: unknown, during: ExportServerActivity) => void) | undefined;
}

/** Checked options, with defaults. */
export interface ExportServerSettings<Body, Identity extends ExportApiIdentity, Query extends JsonValue>
  extends Pick<ExportServerOptions<Body, Identity, Query>, 'engine' | 'api' | 'push' | 'fetch' | 'publicUrl'> {
  readonly address: { readonly host: string; readonly port: number };
  readonly basePath: string;
  readonly sweepEveryMs: number;
  readonly sweepLimits: Omit<ExportServerSweepOptions, 'everySeconds'>;
  readonly maxConcurrentExports: number;
  readonly stopTimeoutMs: number;
  readonly report: ReportError;
}

const owner = 'createExportServer()';

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function checkServerOptions<Body, Identity extends ExportApiIdentity, Query extends JsonValue>(
  options: ExportServerOptions<Body, Identity, Query>,
): ExportServerSettings<Body, Identity, Query> {
  checkOptions<ExportServerOptions<Body, Identity, Query>>(owner, options, {
    engine: objectWithout(['orchestrator'], 'the options of an engine'),
    api: objectWithout(['engine', 'tickets'], 'the options of the API'),
    push: optional(object()),
    fetch: optional(func()),
    host: optional(string({ max: 255 })),
    port: optional(integer({ min: 0, max: 65_535 })),
    publicUrl: optional(custom('an http or https address without a query and without a slash at its end', isBaseUrl)),
    sweep: optional(object()),
    maxConcurrentExports: optional(integer({ min: 1, max: 1000 })),
    stopTimeoutSeconds: optional(integer({ min: 1, max: 3600 })),
    onError: optional(func()),
  });
  const { engine, api, push, fetch, publicUrl, host = '127.0.0.1', port = 0, sweep = {}, onError } = options;
  checkOptions<ExportServerSweepOptions>(`${owner}: sweep`, sweep, {
    everySeconds: optional(integer({ min: 10, max: 86_400 })),
    abandonedAfterSeconds: optional(integer({ min: 60, max: 31_536_000 })),
    removeAfterSeconds: optional(integer({ min: 0, max: 315_360_000 })),
  });
  const { everySeconds = 300, ...sweepLimits } = sweep;
  return {
    engine,
    api,
    push,
    fetch,
    publicUrl,
    address: { host, port },
    basePath: api.basePath ?? '/exports',
    sweepEveryMs: everySeconds * 1000,
    sweepLimits,
    maxConcurrentExports: options.maxConcurrentExports ?? memoryDefaults.maxConcurrentExports,
    stopTimeoutMs: (options.stopTimeoutSeconds ?? 8) * 1000,
    report: reportTo(onError),
  };
}

function objectWithout(keys: readonly string[], what: string): Check {
  const list = keys.map((key) => `"${key}"`).join(' and ');
  return custom(`${what} without ${list}`, (value) => {
    return object().accepts(value) && keys.every((key) => !Object.hasOwn(value as object, key));
  });
}

function isBaseUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, search, hash, username, password } = new URL(value);
  const isPlain = search === '' && hash === '' && username === '' && password === '';
  return (protocol === 'http:' || protocol === 'https:') && isPlain && !value.endsWith('/');
}
