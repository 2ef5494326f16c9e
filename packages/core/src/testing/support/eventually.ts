import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 10;

/**
 * Repeats a check until it passes, for what a backend shows a moment later.
 *
 * @param timeoutMs After this the check's own failure is thrown. @default 5_000
 */
export async function eventually<Value>(check: () => Value | Promise<Value>, timeoutMs = 5_000): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await sleep(INTERVAL_MS);
  }
}
