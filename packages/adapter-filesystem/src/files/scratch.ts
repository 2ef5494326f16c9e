import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './durable.ts';
import { undefinedIfMissing } from './errno.ts';

/**
 * What nobody has written to for this long was left by a killed process, in milliseconds. A wrong guess costs a slow
 * worker one more try. Working processes write at least every 64 MiB of a file.
 */
const ABANDONED_AFTER_MS = 15 * 60_000;

/** Where folders are before they are complete, and after they were taken away: on the same file system as all else. */
export interface Scratch {
  /** Folder of all such folders, whoever's. */
  readonly scratch: string;
  /** Begins the names of one owner's folders: letters and digits. */
  readonly owner: string;
}

/** A place for one new folder, which is not made yet. */
export async function scratchPlace({ scratch, owner }: Scratch): Promise<string> {
  await makeFolder(scratch);
  return join(scratch, `${owner}.${randomUUID()}`);
}

/** This owner's folders, left behind or in use. */
export async function scratchOf({ scratch, owner }: Scratch): Promise<readonly string[]> {
  const names = await namesIn(scratch);
  return names.filter((name) => name.startsWith(`${owner}.`)).map((name) => join(scratch, name));
}

/**
 * Removes what killed processes left, whoever's it was. Times are those of the file system alone: the scratch folder itself
 * changed when the caller put something there, a moment ago. A leftover that can't be removed stops nobody.
 */
export async function removeAbandoned({ scratch }: Scratch): Promise<void> {
  try {
    const now = await changedAt(scratch);
    for (const name of await namesIn(scratch)) {
      const path = join(scratch, name);
      if (await isUnchangedSince(now - ABANDONED_AFTER_MS, path)) await removeTree(path);
    }
  } catch {
    // The next caller tries again.
  }
}

/** Removes a folder that nobody looks for any more. Several processes may do so at once. */
export async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}

/** Looks at the folder first: it changes with every file that comes or goes, but not when one grows. */
async function isUnchangedSince(instant: number, path: string): Promise<boolean> {
  if ((await changedAt(path)) > instant) return false;
  for (const name of await namesIn(path)) if ((await changedAt(join(path, name))) > instant) return false;
  return true;
}

/** Epoch milliseconds; 0 for what is gone. */
async function changedAt(path: string): Promise<number> {
  return (await stat(path).catch(undefinedIfMissing))?.mtimeMs ?? 0;
}

async function namesIn(path: string): Promise<readonly string[]> {
  return (await readdir(path).catch(undefinedIfMissing)) ?? [];
}
