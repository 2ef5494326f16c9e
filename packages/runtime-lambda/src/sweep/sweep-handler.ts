import {
  boolean,
  checkOptions,
  type ExportEngine,
  ExportEngineError,
  func,
  integer,
  object,
  objectWith,
  optional,
  type SweepLimits,
} from '@export-engine/core';
import { openInvocation } from '../invocation.ts';
import type { LambdaContext } from '../lambda-context.ts';
import { quietReport, type ReportError } from '../report-error.ts';
import { named } from '../steps/plain-error.ts';

/** Something that is swept: `pushTickets()`, `connectionRegistry()`, `clientWaits()`. */
export interface Sweepable {
  /** @returns how many entries were removed */
  sweep(options: { readonly signal: AbortSignal }): Promise<number>;
}

export interface SweepHandlerOptions {
  readonly engine: Pick<ExportEngine, 'sweep' | 'resume'>;
  readonly tickets?: Sweepable | undefined;
  readonly connections?: Sweepable | undefined;
  readonly clientWaits?: Sweepable | undefined;
  readonly limits?: SweepLimits | undefined;
  /**
   * Whether unfinished exports are handed to the engine's orchestrator first: those that were recorded and then could not be
   * started, and those whose execution has ended. With `stepFunctionsOrchestrator()` it costs one call for each unfinished
   * export, and needs `states:StartExecution`. @default false
   */
  readonly shouldResume?: boolean | undefined;
  /** Told every error as it was, for your own log. What it throws is ignored. */
  readonly onError?: ReportError | undefined;
}

/** How many of each were dealt with. */
export interface SweepAnswer {
  readonly resumed: number;
  readonly failed: number;
  readonly cleanedUp: number;
  readonly removed: number;
  readonly connections: number;
  readonly tickets: number;
  readonly clientWaits: number;
}

export type SweepHandler = (event: unknown, context: LambdaContext) => Promise<SweepAnswer>;

/** How much of an invocation is kept for the answer, in milliseconds. */
const reserveMs = 2000;

/**
 * A Lambda handler for a schedule: ends what was abandoned, cleans up, removes what is old. One part that fails does not keep
 * the others from their work; then the invocation fails, so that an alarm sees it. The next one tries again.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import type { ExportEngine } from '@export-engine/core';
 * import { type SweepHandler, sweepHandler } from '@export-engine/runtime-lambda';
 *
 * declare const engine: ExportEngine;
 *
 * export const handler: SweepHandler = sweepHandler({ engine, limits: { removeAfterSeconds: 86_400 } });
 * ```
 */
export function sweepHandler(options: SweepHandlerOptions): SweepHandler {
  const sweepable = optional(objectWith(['sweep'], 'something to sweep'));
  checkOptions<SweepHandlerOptions>('sweepHandler()', options, {
    engine: objectWith(['sweep', 'resume'], 'an export engine'),
    tickets: sweepable,
    connections: sweepable,
    clientWaits: sweepable,
    limits: optional(object()),
    shouldResume: optional(boolean()),
    onError: optional(func()),
  });
  const { engine, limits = {}, shouldResume = false } = options;
  checkOptions<SweepLimits>('sweepHandler(): limits', limits, {
    abandonedAfterSeconds: optional(integer({ min: 60, max: 31_536_000 })),
    removeAfterSeconds: optional(integer({ min: 0, max: 315_360_000 })),
  });
  const report = quietReport(options.onError);

  return async (_event, context) => {
    using invocation = openInvocation(context, { reserveMs });
    const { signal } = invocation;
    const counts = { resumed: 0, failed: 0, cleanedUp: 0, removed: 0, connections: 0, tickets: 0, clientWaits: 0 };
    const failures: string[] = [];

    for (const part of ['connections', 'tickets', 'clientWaits'] as const) {
      await attempt(part, async () => {
        counts[part] = (await options[part]?.sweep({ signal })) ?? 0;
      });
    }
    await attempt('resume', async () => {
      if (shouldResume) counts.resumed = (await engine.resume({ signal })).length;
    });
    await attempt('exports', async () => {
      const { errors, ...swept } = await engine.sweep({ ...limits, signal });
      Object.assign(counts, swept);
      if (errors > 0) throw new ExportEngineError('EXPORT_UNEXPECTED', `${errors} exports could not be swept.`);
    });

    if (failures.length > 0) throw named('SweepFailed', `Not swept: ${failures.join('; ')}.`);
    return counts;

    async function attempt(part: string, work: () => Promise<void>): Promise<void> {
      try {
        await work();
      } catch (error) {
        report(error);
        failures.push(`${part} (${error === invocation.reason ? 'out of time' : codeOf(error)})`);
      }
    }
  };
}

function codeOf(error: unknown): string {
  return ExportEngineError.isInstance(error) ? error.code : 'EXPORT_UNEXPECTED';
}
