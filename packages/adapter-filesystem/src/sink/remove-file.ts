import type { SinkTarget } from '@export-engine/core';
import { pruneFolders, removeFolder } from '../files/remove-folder.ts';
import { removeTree, scratchOf } from '../files/scratch.ts';
import { readFacts } from './stored-file.ts';
import { targetPlaces } from './target-places.ts';

/** Removes the finished file of this target, if the key holds one that carries its token. */
export async function removeFile(folder: string, target: SinkTarget): Promise<void> {
  const places = targetPlaces(folder, target);
  await removeFolder(places.file, places, async (path) => (await readFacts(path))?.token === target.token);
  await pruneFolders(places.files, places.file);
  // What an earlier removal had taken away when it was killed.
  for (const path of await scratchOf(places)) await removeTree(path);
}
