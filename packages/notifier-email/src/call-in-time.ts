export interface TimedCall {
  /** The caller's signal. Its reason is what the promise rejects with. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Makes the error of a time-out. */
  readonly timeoutError: () => Error;
}

/**
 * Runs one call under the caller's signal and a time limit, and settles at once when either stops it, even if the call
 * hears no signal. The call gets a signal of its own, so that nothing stays on the caller's; timer and listener are gone
 * when the promise settles.
 */
export async function callInTime<Result>(
  { signal, timeoutMs, timeoutError }: TimedCall,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const own = new AbortController();
  let release = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    const stop = (reason: unknown): void => {
      reject(reason);
      own.abort(reason);
    };
    const onAbort = (): void => stop(signal.reason);
    const timer = setTimeout(() => stop(timeoutError()), timeoutMs);
    signal.addEventListener('abort', onAbort);
    release = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([call(own.signal), stopped]);
  } finally {
    release();
  }
}
