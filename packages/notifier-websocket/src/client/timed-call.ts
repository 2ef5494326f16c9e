/** Longest wait for an answer of the application's API, in milliseconds. */
const timeoutMs = 30_000;

/** Runs a call under a time limit; rejects at once when it is up or the watcher is closed, whatever the call does. */
export async function timedCall<Result>(
  signal: AbortSignal,
  call: (options: { readonly signal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController();
  const stop = (): void => own.abort();
  const timer = setTimeout(stop, timeoutMs);
  signal.addEventListener('abort', stop);
  try {
    const stopped = new Promise<never>((_, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason));
    });
    return await Promise.race([call({ signal: own.signal }), stopped]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
