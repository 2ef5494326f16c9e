/**
 * Lets everything else that is ready run first, as real input and output would, and then looks at the signal. Without
 * it a memory adapter would finish within one microtask, and no test would ever meet two calls under way at once.
 */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
  signal.throwIfAborted();
}
