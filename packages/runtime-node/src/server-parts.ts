import { createExportEngine, type ExportEngine, ExportEngineError, type JsonValue } from '@export-engine/core';
import { createExportApi, type ExportApiIdentity } from '@export-engine/http-api';
import { createEventLoopDelay, type EventLoopDelay } from './health/event-loop-delay.ts';
import { answerHealth, type ServerHealth } from './health/health-routes.ts';
import { createStoreProbe } from './health/store-probe.ts';
import { createHttpServer, type HttpServer } from './http/http-server.ts';
import { createServerPush, type ServerPush } from './push/server-push.ts';
import { createRunningExports, type RunningExports } from './running-exports.ts';
import { memoryDefaults } from './server-memory.ts';
import type { ExportServerSettings } from './server-options.ts';
import type { ExportServerState } from './server-state.ts';
import { createUpkeep, type Upkeep } from './upkeep.ts';

/** Everything a server is made of, at rest. */
export interface ServerParts<Query extends JsonValue> {
  readonly engine: ExportEngine<Query>;
  readonly running: RunningExports;
  readonly push: ServerPush | undefined;
  readonly http: HttpServer;
  readonly upkeep: Upkeep;
  readonly eventLoopDelay: EventLoopDelay;
}

/** What the parts have to know of the server that they make up. */
export interface ServerView {
  readonly state: ExportServerState;
  /** What it listens on; empty before. */
  readonly url: string;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID`, `EXPORT_SPEC_UNSUPPORTED` */
export function createServerParts<Body, Identity extends ExportApiIdentity, Query extends JsonValue>(
  settings: ExportServerSettings<Body, Identity, Query>,
  server: ServerView,
): ServerParts<Query> {
  const { maxConcurrentExports, report } = settings;
  const running = createRunningExports({
    maxConcurrentExports,
    onLeft: (_exportId, error) => report(error, 'export'),
  });
  const push = settings.push === undefined ? undefined : createServerPush(settings.push, settings.engine.store);
  const engine = createExportEngine<Query>({
    ...settings.engine,
    orchestrator: running,
    notifiers: [...(settings.engine.notifiers ?? []), ...(push === undefined ? [] : [push.notifier])],
    pageBytes: settings.engine.pageBytes ?? memoryDefaults.pageBytes,
    maxBufferedBytes: settings.engine.maxBufferedBytes ?? memoryDefaults.maxBufferedBytes,
    fileUrl: settings.engine.fileUrl ?? ((exportId, { token }) => fileUrl(exportId, token)),
  });
  const tickets = push?.serve(engine, { fileUrl, onError: (error) => report(error, 'push') });
  const api = createExportApi({ onError: (error) => report(error, 'request'), ...settings.api, engine, tickets });
  const isStoreReachable = createStoreProbe(settings.engine.store);
  const eventLoopDelay = createEventLoopDelay();
  let rounds = 0;

  return {
    engine,
    running,
    push,
    eventLoopDelay,
    http: createHttpServer({
      fetch: answer,
      upgrade: (request, socket, head) => push?.hub.handleUpgrade(request, socket, head) === true,
      onError: (error) => report(error, 'request'),
    }),
    upkeep: createUpkeep({
      everyMs: settings.sweepEveryMs,
      round: keepUp,
      onError: (error) => report(error, 'upkeep'),
    }),
  };

  function fileUrl(exportId: string, token?: string): string {
    const address = `${settings.publicUrl ?? server.url}${settings.basePath}/${exportId}/file`;
    return token === undefined ? address : `${address}?access=${encodeURIComponent(token)}`;
  }

  async function answer(request: Request): Promise<Response> {
    const health = await answerHealth(request, healthNow);
    if (health !== undefined) return health;
    return (await settings.fetch?.(request)) ?? api.fetch(request);
  }

  async function healthNow(): Promise<ServerHealth> {
    return {
      state: server.state,
      store: (await isStoreReachable()) ? 'reachable' : 'unreachable',
      exports: { running: running.count, max: maxConcurrentExports },
      eventLoopDelayMs: eventLoopDelay.p99Ms(),
    };
  }

  /** Takes up what other processes have left behind since the last time, then sweeps. */
  async function keepUp(signal: AbortSignal): Promise<void> {
    // The start itself has just taken up everything.
    if (rounds > 0) await engine.resume({ signal });
    rounds += 1;
    const { errors } = await engine.sweep({ ...settings.sweepLimits, signal });
    await push?.sweep(signal);
    if (errors === 0) return;
    const message = `${errors} exports could not be swept; the next round tries again.`;
    throw new ExportEngineError('EXPORT_UNEXPECTED', message, { details: { errors } });
  }
}
