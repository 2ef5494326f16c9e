import { once } from 'node:events';

/**
 * Runs a command-line program's main function. Ctrl-C aborts its signal, so that it stops what it started; a second one
 * ends the process at once. When `main` throws, the exit code is 130 after Ctrl-C, otherwise 1 with the message printed.
 */
export async function runUntilInterrupted(main: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('Interrupted.'));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.once(name, interrupt);
  try {
    await main(interruption.signal);
  } catch (error) {
    // What is still starting up would keep the process alive; it ends with it.
    if (interruption.signal.aborted) process.exit(130);
    process.exitCode = 1;
    console.error(error instanceof Error ? error.message : error);
  } finally {
    for (const name of signals) process.off(name, interrupt);
  }
}

/** Resolves at Ctrl-C. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  // A pending promise alone does not keep a process alive.
  const keepAlive = setInterval(() => {}, 60_000);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(keepAlive);
}
