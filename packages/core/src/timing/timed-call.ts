export interface TimedCallOptions {
  /** The caller's signal. Its reason is what the promise rejects with. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Makes the error of a time-out. */
  readonly timeoutError: () => Error;
}

/**
 * Runs one call under the caller's signal and a time limit. The call gets a signal of its own, so that nothing stays on
 * the caller's; timer and listener are gone when the promise settles. It settles at once when stopped, even if the call
 * itself hangs where no signal reaches (a credential provider).
 */
export async function timedCall<Result>(
  options: TimedCallOptions,
  send: (abortSignal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal, timeoutMs, timeoutError } = options;
  signal.throwIfAborted();
  const own = new AbortController();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (reason: unknown): void => {
    reject(reason);
    own.abort(reason);
  };
  const onAbort = (): void => stop(signal.reason);
  const timer = setTimeout(() => stop(timeoutError()), timeoutMs);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([send(own.signal), stopped]);
  } catch (error) {
    // The call may have noticed the abort first, with an error of its own.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
