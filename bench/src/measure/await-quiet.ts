import { setTimeout as sleep } from 'node:timers/promises';
import { machineBusySeconds } from './cpu-times.ts';

const lookMs = 300;

/** Waits until the whole machine uses less than `cpus`: for the end of merges and write-backs. Gives up after `patienceMs`. */
export async function awaitQuiet(cpus: number, patienceMs: number, signal: AbortSignal): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (let busy = machineBusySeconds(); performance.now() < giveUpAt; ) {
    await sleep(lookMs, undefined, { signal });
    const now = machineBusySeconds();
    if ((now - busy) / (lookMs / 1000) < cpus) return;
    busy = now;
  }
}
