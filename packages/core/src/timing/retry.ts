import { ExportEngineError } from '../errors/index.ts';
import type { Clock } from './clock.ts';

/** Longest first pause, in milliseconds; doubled with each further one. */
const basePauseMs = 200;
/** Longest pause, in milliseconds, unless the server asks for more. */
const maxPauseMs = 20_000;

export interface RetryPolicy {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Epoch milliseconds; no pause ends later than this. */
  readonly until: number;
  /** How long one call is tried again after its first failure, in milliseconds. */
  readonly patienceMs: number;
}

/** Calls again after transient failures, with full jitter, until the policy's time is up; then throws the last one. */
export async function withRetry<Result>(policy: RetryPolicy, call: () => Promise<Result>): Promise<Result> {
  const failures = countFailures(policy);
  for (;;) {
    try {
      return await call();
    } catch (error) {
      await failures.pauseOrThrow(error);
    }
  }
}

/** The failures of one thing that is tried again and again. */
export interface Failures {
  /** Pauses before another try, or throws `error` when another try can't help or there is no time left for it. */
  pauseOrThrow(error: unknown): Promise<void>;
  /** Something moved: patience begins anew. */
  forget(): void;
}

export function countFailures({ clock, signal, until, patienceMs }: RetryPolicy): Failures {
  let attempt = 0;
  let firstAt = 0;

  return {
    async pauseOrThrow(error) {
      signal.throwIfAborted();
      if (!ExportEngineError.isInstance(error) || !error.isRetryable) throw error;
      if (attempt === 0) firstAt = clock.now();
      const pause = pauseMs(clock, attempt, error.retryAfterMs);
      if (clock.now() + pause > Math.min(until, firstAt + patienceMs)) throw error;
      attempt += 1;
      await clock.sleep(pause, signal);
    },
    forget() {
      attempt = 0;
    },
  };
}

/** Full jitter: anything from nothing to the ceiling, so that many workers do not come back at the same instant. */
export function pauseMs(clock: Clock, attempt: number, retryAfterMs = 0): number {
  const ceiling = Math.min(maxPauseMs, basePauseMs * 2 ** Math.min(attempt, 30));
  return Math.max(retryAfterMs, Math.round(clock.random() * ceiling));
}
