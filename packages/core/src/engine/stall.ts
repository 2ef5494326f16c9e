import type { StepOutcome } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { pauseMs, type RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { type FoldRecord, hasEnded } from './export-record.ts';
import { updateKept } from './record-store.ts';
import { openStepScope } from './step-scope.ts';

/**
 * What a step does with a transient failure it could not wait out: it notes it in the record under `key` and yields, so that a
 * ten-second outage never fails an export. Only when nothing has moved for the engine's stall limit, it gives up.
 *
 * @throws ExportEngineError `EXPORT_STALLED` with the failure as its cause; the failure itself when it is not transient.
 */
export async function yieldOnStall(
  context: EngineContext,
  key: string,
  error: unknown,
  signal: AbortSignal,
): Promise<StepOutcome> {
  signal.throwIfAborted();
  if (!ExportEngineError.isInstance(error) || !error.isRetryable) throw error;
  const { clock, stallLimitMs } = context;
  using scope = openStepScope(context, { signal });
  const { record } = await noteStall(context, key, error, scope.retry);
  // After the ending only `deliver` is left, and it bounds its own tries.
  if (hasEnded(record)) return { status: 'continue', retryAfterMs: pauseMs(clock, 0, error.retryAfterMs) };
  const stalledMs = clock.now() - (record.stall?.since ?? clock.now());
  if (stalledMs >= stallLimitMs) {
    const seconds = Math.round(stalledMs / 1000);
    throw new ExportEngineError('EXPORT_STALLED', `Nothing has moved for ${seconds} s; last failure: ${error.code}.`, {
      cause: error,
      details: { lastCode: error.code, seconds },
    });
  }
  return { status: 'continue', retryAfterMs: pauseMs(clock, record.stall?.attempts ?? 0, error.retryAfterMs) };
}

/** For `yieldOnStall`: the step's time was over before it got anywhere. */
export function outOfTime(): ExportEngineError {
  const message = 'The step ended before one part was durable: give it more time, or use smaller parts.';
  return new ExportEngineError('EXPORT_STALLED', message, { isRetryable: true });
}

function noteStall(context: EngineContext, key: string, error: ExportEngineError, retry: RetryPolicy) {
  const now = context.clock.now();
  return updateKept<FoldRecord>(
    context,
    key,
    (record) => {
      if (hasEnded(record)) return null;
      const { since, attempts } = record.stall ?? { since: now, attempts: 0 };
      return { stall: { since, attempts: attempts + 1, code: error.code } };
    },
    retry,
  );
}
