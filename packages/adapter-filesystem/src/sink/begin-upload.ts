import { dirname, join } from 'node:path';
import type { SinkTarget, Upload } from '@export-engine/core';
import { createFolder, exists } from '../files/create-folder.ts';
import { syncFolder, writeNewFile } from '../files/durable.ts';
import { targetPlaces } from './target-places.ts';

/**
 * Begins an upload, or takes up the open one: its folder is named after the target, so every worker of the same export comes
 * to the same. Inside, `target.json` tells people what it is of.
 */
export async function beginUpload(folder: string, target: SinkTarget): Promise<Upload> {
  const places = targetPlaces(folder, target);
  if (await exists(places.upload)) {
    // Whoever takes up an upload vouches for it: the worker that began it may have died before its own sync.
    await syncFolder(dirname(places.upload));
  } else {
    await createFolder(places.upload, places, (upload) =>
      writeNewFile(join(upload, 'target.json'), (file) => file.writeFile(JSON.stringify(target))),
    );
  }
  return { target, state: null };
}
