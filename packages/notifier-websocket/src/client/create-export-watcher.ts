import { checkWatcherOptions } from './check-watcher-options.ts';
import { onPageBack } from './page-events.ts';
import { createPauses } from './pauses.ts';
import { pushConnection } from './push-connection.ts';
import { timedCall } from './timed-call.ts';
import { type ExportEnding, endingOf, type WatchedExport } from './watched-export.ts';
import type { ExportWatcherOptions } from './watcher-options.ts';

export interface ExportWatcher {
  /** Stops watching: no callback comes after it, and no timer or socket stays. Idempotent. */
  close(): void;
}

/**
 * Watches one export until it ends, over a socket for as long as one can be had and by asking the API while not. A socket
 * that drops is opened again with a fresh ticket, after a pause that grows. Push is a hint: even with a socket the API is
 * asked now and then, so a lost message costs time and nothing else.
 *
 * @throws TypeError naming the option, with the code `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { createExportWatcher, type WatchedExport } from '@export-engine/notifier-websocket/client';
 *
 * async function call<Answer>(method: string, path: string, signal: AbortSignal): Promise<Answer> {
 *   const response = await fetch(path, { method, signal });
 *   if (!response.ok) throw Object.assign(new Error(`HTTP ${response.status}`), { status: response.status });
 *   return (await response.json()) as Answer;
 * }
 *
 * const watcher = createExportWatcher({
 *   exportId: '7f3c…',
 *   webSocketUrl: 'wss://app.example/push',
 *   fetchStatus: (id, { signal }) => call<WatchedExport>('GET', `/exports/${id}`, signal),
 *   getTicket: (id, { signal }) => call<{ ticket: string }>('POST', `/exports/${id}/tickets`, signal),
 *   onStatus: ({ progress }) => console.log(`${progress.rows} rows`),
 *   onEnded: ({ state, fileName }) => console.log(`${fileName}: ${state}`),
 * });
 * ```
 */
export function createExportWatcher<Status extends WatchedExport>(
  options: ExportWatcherOptions<Status>,
): ExportWatcher {
  const settings = checkWatcherOptions(options);
  const { exportId, polling, backoff } = settings;
  const controller = new AbortController();
  const { signal } = controller;
  const reconnecting = createPauses(signal);
  const looking = createPauses(signal);
  let latest: Status | undefined;
  /** Epoch milliseconds. */
  let learntAt = 0;
  let isLive = false;

  onPageBack(() => {
    learntAt = 0;
    reconnecting.wake();
    looking.wake();
  }, signal);
  keepConnected().catch(fail);
  keepLooking().catch(fail);
  return { close: () => controller.abort() };

  async function keepConnected(): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      const startedAt = Date.now();
      await connect();
      isLive = false;
      if (latest === undefined) looking.wake();
      // A socket that drops soon has as good as failed.
      if (Date.now() - startedAt > backoff.maxMs) failures = 0;
      await reconnecting.pause(Math.random() * Math.min(backoff.maxMs, backoff.baseMs * 2 ** failures));
    }
  }

  async function connect(): Promise<void> {
    const answer = await ask(settings.getTicket);
    if (answer === undefined) return;
    if (typeof answer.ticket !== 'string') throw new TypeError('getTicket() must answer { ticket: string }.');
    const { ticket } = answer;
    const { webSocketUrl: url, WebSocket, pingIntervalMs } = settings;
    await pushConnection<Status>({
      ...{ exportId, url, ticket, WebSocket, pingIntervalMs, signal },
      onStatus(status) {
        isLive = true;
        learn(status);
      },
      onEnded: end,
    });
  }

  async function keepLooking(): Promise<void> {
    while (!signal.aborted) {
      await looking.pause(polling.intervalMs * (0.5 + Math.random() / 2));
      if (!isLive || Date.now() - learntAt >= polling.safetyIntervalMs) await look();
    }
  }

  async function look(): Promise<void> {
    const before = latest;
    const status = await ask(settings.fetchStatus);
    if (status === undefined) return;
    const ending = endingOf(status);
    // The socket may have brought a newer one meanwhile.
    if (latest === before || ending !== undefined) learn(status);
    if (ending !== undefined) end(ending);
  }

  /** @returns `undefined` when it failed and another try can help, or when watching is over */
  async function ask<Answer>(
    question: (exportId: string, options: { readonly signal: AbortSignal }) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      return signal.aborted ? undefined : await timedCall(signal, (callOptions) => question(exportId, callOptions));
    } catch (error) {
      if (!signal.aborted && settings.isFinal(error)) fail(error);
      return undefined;
    }
  }

  function learn(status: Status): void {
    if (signal.aborted) return;
    latest = status;
    learntAt = Date.now();
    tell(() => settings.onStatus(status));
  }

  function end(ending: ExportEnding): void {
    finish(() => settings.onEnded(ending));
  }

  function fail(error: unknown): void {
    finish(() => settings.onError(error));
  }

  /** The first of all endings, errors and closings counts. */
  function finish(callback: () => void): void {
    if (signal.aborted) return;
    controller.abort();
    tell(callback);
  }
}

/** What a callback throws is the application's to see, and no reason to stop watching. */
function tell(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
