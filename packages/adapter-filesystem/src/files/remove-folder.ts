import { rename, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exists, placeFolder } from './create-folder.ts';
import { syncNearestFolder } from './durable.ts';
import { hasErrno, undefinedIfMissing } from './errno.ts';
import { removeTree, type Scratch, scratchPlace } from './scratch.ts';

/**
 * Takes a folder away from its place by one rename, durably, and then removes it: nobody meets half of it, and nobody who
 * works in it by path can bring it back.
 *
 * @param isMeant Asked before and after the folder was taken away; one that is not meant is put back.
 * @returns whether there was one
 */
export async function removeFolder(
  path: string,
  scratch: Scratch,
  isMeant: (path: string) => Promise<boolean> = async () => true,
): Promise<boolean> {
  if (!(await isMeant(path))) return false;
  const place = await takeAway(path, scratch);
  if (place === undefined) return false;
  if (!(await isMeant(place))) {
    await placeFolder(place, path);
    return false;
  }
  await syncNearestFolder(dirname(path));
  await removeTree(place);
  return true;
}

/** Removes the folders above a removed one, up to the root, as far as they are empty. */
export async function pruneFolders(root: string, path: string): Promise<void> {
  for (let folder = dirname(path); folder.length > root.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch {
      // A neighbour is in it, or has removed it: either way somebody else has seen to it.
      return;
    }
  }
}

/** @returns where the folder is now; `undefined` when there was none */
async function takeAway(path: string, scratch: Scratch): Promise<string | undefined> {
  try {
    const place = await scratchPlace(scratch);
    await rename(path, place);
    return place;
  } catch (error) {
    // A new name can need a block. On a full disk, removing is what makes room: then it is done in place.
    if (hasErrno(error, 'ENOSPC', 'EDQUOT')) return (await exists(path)) ? path : undefined;
    return undefinedIfMissing(error);
  }
}
