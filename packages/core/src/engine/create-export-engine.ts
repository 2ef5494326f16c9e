import type { ExportSteps, JsonValue, Link } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { checkOptions, custom, integer, optional, string } from '../options/index.ts';
import { systemClock } from '../timing/clock.ts';
import { withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { checkEngineOptions, type ExportEngineOptions } from './engine-options.ts';
import { type ExportRecord, hasEnded, recordPrefix } from './export-record.ts';
import { checkId, type ExportRequest, newRecord } from './export-request.ts';
import { type ExportStatus, statusOf } from './export-status.ts';
import { createRecord, readRecord, updateRecord } from './record-store.ts';
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

export interface OwnedCallOptions extends EngineCallOptions {
  /** Who asks. An export of somebody else is `EXPORT_NOT_FOUND`. */
  readonly owner: string;
}

export interface FileLinkOptions extends OwnedCallOptions {
  /** Life of the link in seconds, 1 to 604,800; the sink and its credentials may cap it. @default 300 */
  readonly expiresInSeconds?: number | undefined;
}

/** The engine: starts exports, tells how they are, and holds the steps for whoever calls them. */
export interface ExportEngine<Query extends JsonValue = JsonValue> {
  /** Checks the request, records it, and hands it to the orchestrator. */
  start(request: ExportRequest<Query>, options?: EngineCallOptions): Promise<ExportStatus>;
  status(exportId: string, options: OwnedCallOptions): Promise<ExportStatus>;
  /** A fresh short-lived link to the file of a completed export. @throws ExportEngineError `EXPORT_STATE_INVALID` before */
  link(exportId: string, options: FileLinkOptions): Promise<Link>;
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
 * const { state, progress } = await engine.status(id, { owner: 'ada' });
 * ```
 */
export function createExportEngine<Query extends JsonValue = JsonValue>(
  options: ExportEngineOptions<Query>,
): ExportEngine<Query> {
  return createEngine(checkEngineOptions(options, systemClock));
}

/** The engine on checked options; tests hand in their own clock with them. */
export function createEngine<Query extends JsonValue>(context: EngineContext): ExportEngine<Query> {
  const { orchestrator, sink, store } = context;
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
      const signal = signalOf('start()', options);
      const record = newRecord(context, request);
      using scope = openStepScope(context, { signal });
      await createRecord(context, record, scope.retry);
      await orchestrator.start(record.id, { signal, steps });
      return statusOf(record);
    },

    async status(exportId, options) {
      const signal = ownedSignalOf('status()', options);
      return statusOf(await readOwned(context, exportId, options.owner, signal));
    },

    async link(exportId, options) {
      checkOptions<FileLinkOptions>('link()', options, {
        owner: string({ max: 256 }),
        expiresInSeconds: optional(integer({ min: 1, max: 604_800 })),
        signal: optional(isSignal),
      });
      const { owner, expiresInSeconds = 300, signal = neverAborted() } = options;
      const { file, state, target } = await readOwned(context, exportId, owner, signal);
      if (state !== 'completed' || file === null) {
        throw new ExportEngineError('EXPORT_STATE_INVALID', `There is no file to link to: the export is ${state}.`);
      }
      using scope = openStepScope(context, { signal });
      const { retry } = scope;
      const wanted = { expiresInSeconds, fileName: target.fileName, signal: retry.signal };
      return withRetry(retry, () => sink.link(file, wanted));
    },

    async cancel(exportId, options) {
      const signal = ownedSignalOf('cancel()', options);
      checkId(exportId);
      using scope = openStepScope(context, { signal });
      const endedAt = new Date(context.clock.now()).toISOString();
      const cancelled = (record: ExportRecord) => {
        checkOwner(record, options.owner);
        return hasEnded(record) ? null : ({ state: 'cancelled', endedAt, lease: null } as const);
      };
      const { record } = await updateRecord(context, exportId, cancelled, scope.retry);
      if (record.state === 'cancelled') {
        await orchestrator.stop(exportId, { signal, steps });
        // What the clean-up could not do now, the sweeper does.
        await deliver(context, exportId, { signal });
      }
      return statusOf(await readOwned(context, exportId, options.owner, signal));
    },

    async resume(options = {}) {
      const signal = signalOf('resume()', options);
      const resumed: string[] = [];
      for await (const key of store.list(recordPrefix, { signal })) {
        using scope = openStepScope(context, { signal });
        const { record } = await readRecord(context, key.slice(recordPrefix.length), scope.retry);
        if (hasEnded(record)) continue;
        await orchestrator.start(record.id, { signal, steps });
        resumed.push(record.id);
      }
      return resumed;
    },

    async sweep(options = {}) {
      checkOptions<SweepLimits & EngineCallOptions>('sweep()', options, {
        abandonedAfterSeconds: optional(integer({ min: 60, max: 31_536_000 })),
        removeAfterSeconds: optional(integer({ min: 0, max: 315_360_000 })),
        signal: optional(isSignal),
      });
      const { signal = neverAborted(), ...limits } = options;
      return sweep(context, limits, signal);
    },
  };
}

async function readOwned(
  context: EngineContext,
  exportId: string,
  owner: string,
  signal: AbortSignal,
): Promise<ExportRecord> {
  checkId(exportId);
  using scope = openStepScope(context, { signal });
  const { record } = await readRecord(context, exportId, scope.retry);
  checkOwner(record, owner);
  return record;
}

function checkOwner(record: ExportRecord, owner: string): void {
  if (record.owner !== owner) throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
}

const isSignal = custom('an AbortSignal', (value) => value instanceof AbortSignal);

function signalOf(owner: string, options: unknown): AbortSignal {
  checkOptions<EngineCallOptions>(owner, options, { signal: optional(isSignal) });
  return options.signal ?? neverAborted();
}

function ownedSignalOf(owner: string, options: unknown): AbortSignal {
  checkOptions<OwnedCallOptions>(owner, options, { owner: string({ max: 256 }), signal: optional(isSignal) });
  return options.signal ?? neverAborted();
}
