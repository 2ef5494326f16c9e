import type { StepOptions } from '../contracts/index.ts';
import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';

/** Without a deadline a step returns by itself after this long, in milliseconds, so that stalls are noticed. */
const stepWithoutDeadlineMs = 60_000;
/** Share of the remaining time that is kept for ending the step, and its upper bound in milliseconds. */
const reserveShare = 0.2;
const maxReserveMs = 10_000;

/**
 * Share of the engine's stall limit for which one call is tried again before the step notes the stall and yields: a stall is
 * over its limit by about twice this share at most.
 */
const patienceShare = 0.25;

/** The time a step has, and the signal it works under. */
export interface StepScope {
  /** No new page is asked for after this; epoch milliseconds. */
  readonly softDeadline: number;
  /** Aborted with the caller's signal, at the hard deadline, or by `abort`. */
  readonly retry: RetryPolicy;
  /** Ends everything that runs under this scope. */
  abort(reason: unknown): void;
  /** Whether the scope's own deadline, and not the caller, aborted. */
  isOutOfTime(): boolean;
  [Symbol.dispose](): void;
}

/**
 * Opens a step's scope. The soft deadline leaves a fifth of the time (at most 10 s) for parts in flight; at the hard one,
 * a tenth of that before the caller's deadline, they are aborted. `using` clears the timer on every path.
 */
export function openStepScope(context: EngineContext, { signal, deadline }: StepOptions): StepScope {
  signal.throwIfAborted();
  const { clock } = context;
  const now = clock.now();
  const remaining = deadline === undefined ? stepWithoutDeadlineMs : Math.max(0, deadline - now);
  const reserve = deadline === undefined ? 0 : Math.min(maxReserveMs, remaining * reserveShare);
  const softDeadline = now + remaining - reserve;

  const own = new AbortController();
  const outOfTime = new Error('The step ran out of time.');
  const hardMs = Math.max(1, remaining - reserve / 10);
  const disarm = deadline === undefined ? undefined : clock.alarm(hardMs, () => own.abort(outOfTime));
  const onAbort = (): void => own.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });

  return {
    softDeadline,
    retry: { clock, signal: own.signal, until: softDeadline, patienceMs: context.stallLimitMs * patienceShare },
    abort: (reason) => own.abort(reason),
    isOutOfTime: () => own.signal.reason === outOfTime,
    [Symbol.dispose]() {
      disarm?.();
      signal.removeEventListener('abort', onAbort);
    },
  };
}

/** A short scope of its own, for putting something right after a failure or an abort: the caller's signal may be why. */
export function openOwnScope(context: EngineContext, ms: number): StepScope {
  return openStepScope(context, { signal: neverAborted(), deadline: context.clock.now() + ms });
}

export function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
