import type { LambdaContext } from './lambda-context.ts';

/** The time an invocation has. */
export interface Invocation {
  /** By when the work must be over; epoch milliseconds. */
  readonly deadline: number;
  /** Aborted half of the reserve after the deadline, with `reason`. */
  readonly signal: AbortSignal;
  /** What `signal` is aborted with. */
  readonly reason: Error;
  [Symbol.dispose](): void;
}

interface InvocationOptions {
  /** How much time is kept for the answer, in milliseconds; never more than a fifth. */
  readonly reserveMs: number;
  /** For how long whoever called waits, in milliseconds. @default as long as Lambda does */
  readonly patienceMs?: number | undefined;
}

/**
 * Opens the time of one invocation. `using` clears the timer on every path: one that is left would fire in the next invocation
 * of the same environment.
 */
export function openInvocation(
  context: LambdaContext,
  { reserveMs, patienceMs = Number.POSITIVE_INFINITY }: InvocationOptions,
): Invocation {
  const remainingMs = Math.min(patienceMs, Math.max(0, context.getRemainingTimeInMillis()));
  const keptMs = Math.min(reserveMs, remainingMs / 5);
  const reason = new Error('The time of the invocation is over.');
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), Math.max(1, remainingMs - keptMs / 2));
  return {
    deadline: Date.now() + remainingMs - keptMs,
    signal: controller.signal,
    reason,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
