import { lstat, mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cleaningUp } from './call-file-system.ts';
import { syncFolder, syncMadeFolders, syncNearestFolder } from './durable.ts';
import { hasErrno, undefinedIfMissing } from './errno.ts';
import { removeAbandoned, removeTree, type Scratch, scratchPlace } from './scratch.ts';

/** How often the empty folder above can be pruned by a neighbour's removal just before the rename. */
const MAX_TRIES = 100;

/**
 * Makes a folder with everything in it: filled in the scratch space, then given its name by one rename. Others see all of it
 * or nothing, a kill at any instant leaves all of it or nothing, and of several that want the place one gets it. Durable
 * when it resolves, if `fill` syncs its files.
 *
 * @returns `false` when the place is taken; then nothing is left of the new folder
 * @throws the system error `ENOENT` when the folder was taken away from the scratch space
 */
export async function createFolder(
  path: string,
  scratch: Scratch,
  fill: (folder: string) => Promise<void>,
): Promise<boolean> {
  const place = await scratchPlace(scratch);
  return await cleaningUp(
    () => removeTree(place),
    async () => {
      await mkdir(place);
      await removeAbandoned(scratch);
      await fill(place);
      await syncFolder(place);
      const isPlaced = await placeFolder(place, path);
      if (!isPlaced) await removeTree(place);
      return isPlaced;
    },
  );
}

/** Moves a complete folder to a place that is free, durably. @returns `false` when it is taken; then nothing was moved */
export async function placeFolder(from: string, path: string): Promise<boolean> {
  const above = dirname(path);
  let firstMade: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const made = await mkdir(above, { recursive: true });
      firstMade ??= made;
      await rename(from, path);
      break;
    } catch (error) {
      if (await isTaken(path, error)) return false;
      const isPruned = hasErrno(error, 'ENOENT') && (await exists(from));
      if (!isPruned || attempt === MAX_TRIES) throw error;
    }
  }
  await syncNearestFolder(above);
  await syncMadeFolders(above, firstMade);
  return true;
}

async function isTaken(path: string, error: unknown): Promise<boolean> {
  if (hasErrno(error, 'ENOTEMPTY', 'EEXIST')) return true;
  // A file in the place, or one above it; and what Windows says of a folder in the place, as of missing rights.
  return hasErrno(error, 'ENOTDIR', 'EPERM', 'EACCES') && (await exists(path));
}

export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(undefinedIfMissing)) !== undefined;
}
