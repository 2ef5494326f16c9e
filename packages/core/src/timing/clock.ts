import { setTimeout as timer } from 'node:timers/promises';

/** Time and chance, injectable so that tests need neither wait nor guess. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** @throws the signal's reason when it is aborted first */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls back once after this long, unless the returned function is called first. Does not keep the process alive. */
  alarm(ms: number, callback: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  alarm(ms, callback) {
    const timeout = setTimeout(callback, ms).unref();
    return () => clearTimeout(timeout);
  },
  async sleep(ms, signal) {
    try {
      await timer(ms, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
