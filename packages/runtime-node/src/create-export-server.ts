import {
  checkOptions,
  custom,
  type ExportEngine,
  ExportEngineError,
  type JsonValue,
  optional,
} from '@export-engine/core';
import type { ExportApiIdentity } from '@export-engine/http-api';
import { checkServerOptions, type ExportServerOptions } from './server-options.ts';
import { createServerParts } from './server-parts.ts';
import type { ExportServerState } from './server-state.ts';
import { createDeadline } from './timing/deadline.ts';

export interface ServerStartOptions {
  /** Aborting closes the server again and rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExportServer<Query extends JsonValue = JsonValue> {
  /** The server's engine. What is started by it is worked on from `start()` to `close()`. */
  readonly engine: ExportEngine<Query>;
  readonly state: ExportServerState;
  /**
   * Listens, then takes up every unfinished export. Once. When it rejects, the server is closed again.
   *
   * @returns the address, without a slash at its end
   * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the system refuses the port or host (`details.systemCode`),
   * `EXPORT_STATE_INVALID` a second time or when it is closed meanwhile, and what the store throws
   */
  start(options?: ServerStartOptions): Promise<{ readonly url: string }>;
  /**
   * Takes no more requests, ends event streams and websockets, and stops each export after its last durable part: the next
   * process goes on from there. Takes `stopTimeoutSeconds` at most, and never rejects. Idempotent.
   */
  close(): Promise<void>;
}

/**
 * One process that serves exports: the HTTP API, push over websockets, and the work itself. Nothing is opened or called
 * before `start()`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the option, `EXPORT_SPEC_UNSUPPORTED`
 */
export function createExportServer<Body, Identity extends ExportApiIdentity, Query extends JsonValue = JsonValue>(
  options: ExportServerOptions<Body, Identity, Query>,
): ExportServer<Query> {
  const settings = checkServerOptions(options);
  const view: { state: ExportServerState; url: string } = { state: 'created', url: '' };
  const { engine, running, push, http, upkeep, eventLoopDelay } = createServerParts(settings, view);
  const stopper = new AbortController();
  let listening: Promise<string> | undefined;
  let closing: Promise<void> | undefined;

  async function open(): Promise<string> {
    stopper.signal.throwIfAborted();
    listening = http.listen(settings.address);
    view.url = await listening;
    running.open();
    eventLoopDelay.start();
    await engine.resume({ signal: stopper.signal });
    stopper.signal.throwIfAborted();
    view.state = 'ready';
    upkeep.start();
    return view.url;
  }

  /** Everything ends at the same time; only an adapter that does not heed its signal can outlast the deadline. */
  async function stop(): Promise<void> {
    view.state = 'stopping';
    stopper.abort(new ExportEngineError('EXPORT_STATE_INVALID', 'The server was closed while it started.'));
    using deadline = createDeadline(settings.stopTimeoutMs);
    await listening?.catch(() => undefined);
    const [isWorkStopped] = await Promise.all([
      deadline.isMet(Promise.all([running.close(), upkeep.stop()])),
      deadline.isMet(push?.close(deadline.signal) ?? Promise.resolve()),
      http.close(deadline),
    ]);
    eventLoopDelay.stop();
    view.state = 'stopped';
    if (isWorkStopped) return;
    const message = `An adapter did not heed its signal within ${settings.stopTimeoutMs / 1000} s of close().`;
    settings.report(new ExportEngineError('EXPORT_STALLED', message), 'stop');
  }

  function close(): Promise<void> {
    closing ??= stop();
    return closing;
  }

  return {
    engine,
    close,
    get state() {
      return view.state;
    },
    async start(startOptions = {}) {
      checkOptions<ServerStartOptions>('start()', startOptions, {
        signal: optional(custom('an AbortSignal', (value) => value instanceof AbortSignal)),
      });
      if (view.state !== 'created') {
        throw new ExportEngineError('EXPORT_STATE_INVALID', `The server is ${view.state}: it can be started once.`);
      }
      view.state = 'starting';
      const { signal } = startOptions;
      const onAbort = (): void => stopper.abort(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
      try {
        return { url: await open() };
      } catch (error) {
        await close();
        throw error;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}
