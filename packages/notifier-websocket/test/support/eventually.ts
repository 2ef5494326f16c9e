import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats a check until it passes, for what shows a moment later; after five seconds its own failure is thrown. */
export async function eventually<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await sleep(5);
  }
}
