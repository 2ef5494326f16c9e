import type { WatchedExport } from './watched-export.ts';
import type { BackoffOptions, ExportWatcherOptions, PollingOptions } from './watcher-options.ts';

/** The options with their defaults. */
export interface WatcherSettings<Status extends WatchedExport>
  extends Settled<Omit<ExportWatcherOptions<Status>, 'polling' | 'backoff'>> {
  readonly polling: Settled<PollingOptions>;
  readonly backoff: Settled<BackoffOptions>;
}

type Settled<Options> = { readonly [Key in keyof Options]-?: Exclude<Options[Key], undefined> };
type Check = readonly [expected: string, accepts: (value: unknown) => boolean];

/** @throws TypeError naming the option, what it was and what is allowed; its `code` is `EXPORT_OPTIONS_INVALID` */
export function checkWatcherOptions<Status extends WatchedExport>(
  options: ExportWatcherOptions<Status>,
): WatcherSettings<Status> {
  const settings = settle<Settled<ExportWatcherOptions<Status>>>('createExportWatcher()', options, checks, {
    onStatus: () => {},
    onError: () => {},
    isFinal: isClientError,
    polling: {},
    backoff: {},
    pingIntervalMs: 240_000,
    WebSocket: globalThis.WebSocket,
  });
  return {
    ...settings,
    polling: settle('polling', settings.polling, pollingChecks, { intervalMs: 5000, safetyIntervalMs: 60_000 }),
    backoff: settle('backoff', settings.backoff, backoffChecks, { baseMs: 1000, maxMs: 30_000 }),
  };
}

const callback: Check = ['a function', (value) => typeof value === 'function'];
const object: Check = ['an object', (value) => typeof value === 'object' && value !== null];

const checks: Readonly<Record<keyof ExportWatcherOptions, Check>> = {
  exportId: ['a string of 1 character or more', (value) => typeof value === 'string' && value !== ''],
  webSocketUrl: ['an address like "wss://app.example/push"', (value) => /^wss?:\/\/./.test(String(value))],
  fetchStatus: callback,
  getTicket: callback,
  onStatus: callback,
  onEnded: callback,
  onError: callback,
  isFinal: callback,
  polling: object,
  backoff: object,
  // API Gateway closes a connection that was idle for ten minutes.
  pingIntervalMs: milliseconds(100, 540_000),
  WebSocket: ['a WebSocket class', callback[1]],
};
const pollingChecks: Readonly<Record<keyof PollingOptions, Check>> = {
  intervalMs: milliseconds(10, 600_000),
  safetyIntervalMs: milliseconds(10, 3_600_000),
};
const backoffChecks: Readonly<Record<keyof BackoffOptions, Check>> = {
  baseMs: milliseconds(1, 60_000),
  maxMs: milliseconds(1, 600_000),
};

function milliseconds(min: number, max: number): Check {
  return [
    `an integer from ${min} to ${max}`,
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
  ];
}

function settle<Settings extends object>(
  owner: string,
  options: object,
  optionChecks: Readonly<Record<string, Check>>,
  defaults: Partial<Settings>,
): Settings {
  const settings: Record<string, unknown> = { ...defaults };
  if (!object[1](options)) throw invalid(`${owner} takes an object of options; got ${typeName(options)}.`);
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(optionChecks, key)) throw invalid(`${owner}: unknown option "${key}".`);
    if (value !== undefined) settings[key] = value;
  }
  for (const [key, [expected, accepts]] of Object.entries(optionChecks)) {
    const value = settings[key];
    if (!accepts(value)) throw invalid(`${owner}: option "${key}" must be ${expected}; got ${typeName(value)}.`);
  }
  return settings as Settings;
}

/** What asking again does not change: not signed in, not allowed, not there. */
function isClientError(error: unknown): boolean {
  const status = Number((error as { readonly status?: unknown } | null)?.status);
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function invalid(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'EXPORT_OPTIONS_INVALID' });
}
