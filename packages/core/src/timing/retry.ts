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
}

/** Calls again after transient failures, with full jitter, until the policy's time is up; then throws the last one. */
export async function withRetry<Result>(policy: RetryPolicy, call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      await pauseOrThrow(policy, error, attempt);
    }
  }
}

/**
 * Pauses before another try, or throws `error` when another try can't help or there is no time left for it.
 *
 * @param attempt Failures before this one, since the last success.
 */
export async function pauseOrThrow(policy: RetryPolicy, error: unknown, attempt: number): Promise<void> {
  policy.signal.throwIfAborted();
  if (!ExportEngineError.isInstance(error) || !error.isRetryable) throw error;
  const pause = pauseMs(policy.clock, attempt, error.retryAfterMs);
  if (policy.clock.now() + pause > policy.until) throw error;
  await policy.clock.sleep(pause, policy.signal);
}

/** Full jitter: anything from nothing to the ceiling, so that many workers do not come back at the same instant. */
export function pauseMs(clock: Clock, attempt: number, retryAfterMs = 0): number {
  const ceiling = Math.min(maxPauseMs, basePauseMs * 2 ** Math.min(attempt, 30));
  return Math.max(retryAfterMs, Math.round(clock.random() * ceiling));
}
