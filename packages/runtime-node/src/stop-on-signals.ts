import { constants } from 'node:os';
import { checkOptions, func, optional } from '@export-engine/core';

const signals = ['SIGTERM', 'SIGINT'] as const;

export interface StopOnSignalsOptions {
  /** What else has to end before the process does, after the server: a pool of connections, a log. */
  readonly afterClose?: (() => void | Promise<void>) | undefined;
}

/**
 * Ends the process in an orderly way on SIGTERM and SIGINT: the first closes the server, and then the process exits with
 * code 0, or 1 when closing failed. A second one exits at once, with 128 and the signal's number.
 *
 * @returns takes the signals back
 *
 * @example
 * ```ts
 * import { stopOnSignals } from '@export-engine/runtime-node';
 *
 * declare const server: { close(): Promise<void> };
 * stopOnSignals(server);
 * ```
 */
export function stopOnSignals(
  server: { readonly close: () => Promise<void> },
  options: StopOnSignalsOptions = {},
): () => void {
  checkOptions<StopOnSignalsOptions>('stopOnSignals()', options, { afterClose: optional(func()) });
  let isStopping = false;

  async function stop(): Promise<void> {
    try {
      await server.close();
      await options.afterClose?.();
      process.exit(0);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
      // A warning is printed in the next turn.
      setImmediate(() => process.exit(1));
    }
  }

  function onSignal(signal: (typeof signals)[number]): void {
    if (isStopping) process.exit(128 + constants.signals[signal]);
    isStopping = true;
    void stop();
  }

  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}
