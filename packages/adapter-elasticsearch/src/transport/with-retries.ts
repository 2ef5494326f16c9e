import { setTimeout as delay } from 'node:timers/promises';
import { TryAgain } from './try-again.ts';

export interface RetryOptions {
  /** Attempts after the first. */
  readonly maxRetries: number;
  readonly signal: AbortSignal;
  /** Told before each wait. */
  readonly onRetry?: ((again: TryAgain) => void) | undefined;
  /** A number from 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** The n-th wait is drawn from 0 to 500 ms × 2^n, at most 15 s (full jitter). */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A server that asks for more patience than this is left to the caller, who is told how long. */
const LONGEST_RETRY_AFTER_MS = 30_000;

/**
 * Calls `attempt` until it succeeds, fails for good, or has been retried often enough.
 *
 * @throws What the attempt throws; for `TryAgain`, after the last one, its `failure`; the signal's reason.
 */
export async function withRetries<Result>(attempt: () => Promise<Result>, options: RetryOptions): Promise<Result> {
  for (let retries = 0; ; retries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      const askedMs = error.failure.retryAfterMs ?? 0;
      if (retries >= options.maxRetries || askedMs > LONGEST_RETRY_AFTER_MS) throw error.failure;
      options.onRetry?.(error);
      await wait(askedMs + jitterMs(retries, options.random ?? Math.random), options.signal);
    }
  }
}

function jitterMs(retries: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retries);
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
