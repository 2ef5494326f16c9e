import { once } from 'node:events';

/**
 * Runs a command-line program's main function. Ctrl-C aborts its signal, so that it stops what it started; a second one
 * ends the process at once. Sets the exit code: 1 when `main` throws, whose message is printed, 130 after Ctrl-C.
 */
export async function runUntilInterrupted(main: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('Interrupted.'));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.once(name, interrupt);
  try {
    await main(interruption.signal);
  } catch (error) {
    if (!interruption.signal.aborted) {
      process.exitCode = 1;
      console.error(error instanceof Error ? error.message : error);
    }
  } finally {
    for (const name of signals) process.off(name, interrupt);
  }
  // Whatever is still starting up would keep this process alive.
  if (interruption.signal.aborted) process.exit(130);
}

/** Resolves at Ctrl-C. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  // A pending promise alone does not keep a process alive.
  const keepAlive = setInterval(() => {}, 60_000);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(keepAlive);
}
