import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';

const { PRIORITY_LOW, PRIORITY_NORMAL } = constants.priority;

/** Lets everything else go before these processes until something has happened: nobody waits for them before. */
export async function giveWay(children: readonly ChildProcess[], until: Promise<unknown>): Promise<void> {
  for (const child of children) trySetPriority(child, PRIORITY_LOW);
  await until.catch(() => undefined);
  for (const child of children) trySetPriority(child, PRIORITY_NORMAL);
}

function trySetPriority({ pid }: ChildProcess, priority: number): void {
  try {
    if (pid !== undefined) setPriority(pid, priority);
  } catch {
    // It has ended, or the system lets nobody but root take a low priority back: it goes on as it is.
  }
}
