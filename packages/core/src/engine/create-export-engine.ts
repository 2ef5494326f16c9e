import type { ExportSteps, JsonValue, Link } from '../contracts/index.ts';
import { checkOptions, custom, func, integer, optional, string } from '../options/index.ts';
import { systemClock } from '../timing/clock.ts';
import { cancelExport } from './calls/cancel-export.ts';
import { linkTo, readByToken, revokeAccess } from './calls/file-links.ts';
import { listExports } from './calls/list-exports.ts';
import { readOwned } from './calls/read-owned.ts';
import { resumeExports } from './calls/resume-exports.ts';
import { startExport } from './calls/start-export.ts';
import { watchExport } from './calls/watch-export.ts';
import type { EngineContext } from './engine-context.ts';
import { checkEngineOptions, type ExportEngineOptions } from './engine-options.ts';
import type { ExportRequest } from './export-request.ts';
import { type ExportStatus, statusOf } from './export-status.ts';
import { neverAborted, openStepScope } from './step-scope.ts';
import { advance } from './steps/advance.ts';
import { deliver } from './steps/deliver.ts';
import { fail } from './steps/fail.ts';
import { finish } from './steps/finish.ts';
import { prepare } from './steps/prepare.ts';
import { type SweepLimits, type SweepResult, sweep } from './sweep.ts';

export interface EngineCallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface StartOptions extends EngineCallOptions {
  /**
   * Asked once before a new export is made, and never for a repeated request whose export is there: for limits. What it
   * throws is thrown, with nothing written.
   */
  readonly admit?: (() => void | Promise<void>) | undefined;
}

export interface OwnedCallOptions extends EngineCallOptions {
  /** Who asks. An export of somebody else is `EXPORT_NOT_FOUND`. */
  readonly owner: string;
}

export interface ListOptions extends OwnedCallOptions {
  /** At most this many, 1 to 1,000. @default 100 */
  readonly limit?: number | undefined;
}

export interface WatchOptions extends OwnedCallOptions {
  /** How often the record is read, 100 to 60,000 ms. @default 1,000 */
  readonly intervalMs?: number | undefined;
}

export interface FileLinkOptions extends OwnedCallOptions {
  /** Life of the link in seconds, 1 to 604,800; the sink and its credentials may cap it. @default 300 */
  readonly expiresInSeconds?: number | undefined;
}

export interface TokenLinkOptions extends EngineCallOptions {
  /** As `fileUrl` was given it. */
  readonly accessToken: string;
  /** Life of the link in seconds, 1 to 604,800; the sink and its credentials may cap it. @default 300 */
  readonly expiresInSeconds?: number | undefined;
}

/** The engine: starts exports, tells how they are, and holds the steps for whoever calls them. */
export interface ExportEngine<Query extends JsonValue = JsonValue> {
  /**
   * Checks the request, records it, and hands it to the orchestrator.
   *
   * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`, `EXPORT_IDEMPOTENCY_CONFLICT`
   */
  start(request: ExportRequest<Query>, options?: StartOptions): Promise<ExportStatus>;
  /** The owner's exports, the newest first. */
  list(options: ListOptions): Promise<readonly ExportStatus[]>;
  status(exportId: string, options: OwnedCallOptions): Promise<ExportStatus>;
  /**
   * The status at once, then each time it has changed, at most ten times a second; the ending is the last. Rows of a
   * worker in this process come as they are read, those of another process as they become durable.
   */
  watch(exportId: string, options: WatchOptions): AsyncIterable<ExportStatus>;
  /** A fresh short-lived link to the file of a completed export. @throws ExportEngineError `EXPORT_STATE_INVALID` before */
  link(exportId: string, options: FileLinkOptions): Promise<Link>;
  /**
   * As `link`, for whoever holds a token made under the engine's `fileAccess`, without an owner. A token that is forged,
   * expired, revoked or another export's is `EXPORT_NOT_FOUND`.
   */
  linkByToken(exportId: string, options: TokenLinkOptions): Promise<Link>;
  /** Makes every access token of this export useless. */
  revokeFileAccess(exportId: string, options: OwnedCallOptions): Promise<ExportStatus>;
  /** Ends an export that has not ended, and removes what it stored. Of an ended one, nothing changes. */
  cancel(exportId: string, options: OwnedCallOptions): Promise<ExportStatus>;
  /** Hands every unfinished export to the orchestrator: for the start of a process. @returns their ids */
  resume(options?: EngineCallOptions): Promise<readonly string[]>;
  /** Fails what was abandoned, cleans up, removes what is old: for a timer. */
  sweep(options?: SweepLimits & EngineCallOptions): Promise<SweepResult>;
  readonly steps: ExportSteps;
}

/**
 * Makes an engine of a source, a sink and a store. Nothing is called before the first export.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the option, `EXPORT_SPEC_UNSUPPORTED`
 *
 * @example
 * ```ts
 * import { createExportEngine, memorySink, memorySource, memoryStore } from '@export-engine/core';
 *
 * const engine = createExportEngine({
 *   source: memorySource({ rows: [{ id: 1, text: 'hello' }] }),
 *   sink: memorySink(),
 *   store: memoryStore(),
 * });
 * const { id } = await engine.start({ owner: 'ada', query: {} });
 * for await (const { state, progress } of engine.watch(id, { owner: 'ada' })) console.log(state, progress.rows);
 * ```
 */
export function createExportEngine<Query extends JsonValue = JsonValue>(
  options: ExportEngineOptions<Query>,
): ExportEngine<Query> {
  return createEngine(checkEngineOptions(options, systemClock));
}

/** The engine on checked options; tests hand in their own clock with them. */
export function createEngine<Query extends JsonValue>(context: EngineContext): ExportEngine<Query> {
  const steps: ExportSteps = {
    prepare: (id, options) => prepare(context, id, options),
    advance: (id, options) => advance(context, id, options),
    finish: (id, options) => finish(context, id, options),
    deliver: (id, options) => deliver(context, id, options),
    fail: (id, error, options) => fail(context, id, error, options),
  };

  return {
    steps,

    async start(request, options = {}) {
      checkOptions<StartOptions>('start()', options, { signal, admit: optional(func()) });
      const { admit = () => undefined } = options;
      using scope = openStepScope(context, { signal: signalOf(options) });
      const started = { steps, admit, signal: signalOf(options) };
      const record = await startExport(context, request as ExportRequest<never>, started);
      return await statusOf(context, record, scope.retry);
    },

    async list(options) {
      checkOptions<ListOptions>('list()', options, { owner, signal, limit: optional(integer({ min: 1, max: 1000 })) });
      using scope = openStepScope(context, { signal: signalOf(options) });
      const records = await listExports(context, options.owner, options.limit ?? 100, scope.retry);
      return await Promise.all(records.map((record) => statusOf(context, record, scope.retry)));
    },

    async status(exportId, options) {
      checkOptions<OwnedCallOptions>('status()', options, { owner, signal });
      using scope = openStepScope(context, { signal: signalOf(options) });
      return await statusOf(context, await readOwned(context, exportId, options.owner, scope.retry), scope.retry);
    },

    watch(exportId, options) {
      const intervalMs = optional(integer({ min: 100, max: 60_000 }));
      checkOptions<WatchOptions>('watch()', options, { owner, signal, intervalMs });
      return watchExport(context, exportId, options.owner, options.intervalMs ?? 1000, signalOf(options));
    },

    async link(exportId, options) {
      checkOptions<FileLinkOptions>('link()', options, { owner, signal, expiresInSeconds });
      using scope = openStepScope(context, { signal: signalOf(options) });
      const record = await readOwned(context, exportId, options.owner, scope.retry);
      return await linkTo(context, record, options.expiresInSeconds ?? 300, scope.retry);
    },

    async linkByToken(exportId, options) {
      const accessToken = string({ max: 200 });
      checkOptions<TokenLinkOptions>('linkByToken()', options, { accessToken, signal, expiresInSeconds });
      using scope = openStepScope(context, { signal: signalOf(options) });
      const record = await readByToken(context, exportId, options.accessToken, scope.retry);
      return await linkTo(context, record, options.expiresInSeconds ?? 300, scope.retry);
    },

    async revokeFileAccess(exportId, options) {
      checkOptions<OwnedCallOptions>('revokeFileAccess()', options, { owner, signal });
      using scope = openStepScope(context, { signal: signalOf(options) });
      const record = await revokeAccess(context, exportId, options.owner, scope.retry);
      return await statusOf(context, record, scope.retry);
    },

    async cancel(exportId, options) {
      checkOptions<OwnedCallOptions>('cancel()', options, { owner, signal });
      const record = await cancelExport(context, exportId, options.owner, steps, signalOf(options));
      using scope = openStepScope(context, { signal: signalOf(options) });
      return await statusOf(context, record, scope.retry);
    },

    async resume(options = {}) {
      checkOptions<EngineCallOptions>('resume()', options, { signal });
      return resumeExports(context, steps, signalOf(options));
    },

    async sweep(options = {}) {
      checkOptions<SweepLimits & EngineCallOptions>('sweep()', options, {
        abandonedAfterSeconds: optional(integer({ min: 60, max: 31_536_000 })),
        removeAfterSeconds: optional(integer({ min: 0, max: 315_360_000 })),
        signal,
      });
      const { signal: _, ...limits } = options;
      return sweep(context, limits, signalOf(options));
    },
  };
}

const owner = string({ max: 256 });
const signal = optional(custom('an AbortSignal', (value) => value instanceof AbortSignal));
const expiresInSeconds = optional(integer({ min: 1, max: 604_800 }));

function signalOf(options: EngineCallOptions): AbortSignal {
  return options.signal ?? neverAborted();
}
