import { ExportEngineError, type SinkTarget } from '@export-engine/core';
import { removeFolder } from '../files/remove-folder.ts';
import { scratchOf } from '../files/scratch.ts';
import { targetPlaces } from './target-places.ts';

/** A worker that does not know of the ending can come back between two looks; it finds its upload gone and stops. */
const MAX_ROUNDS = 4;

/**
 * Removes the upload of this target with its parts, and whatever killed workers of it left in the scratch space, and looks
 * whether it is gone.
 *
 * @throws ExportEngineError `EXPORT_SINK_UNAVAILABLE` when it keeps coming back
 */
export async function abortUploads(folder: string, target: SinkTarget, signal: AbortSignal): Promise<void> {
  const places = targetPlaces(folder, target);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    signal.throwIfAborted();
    let hasFound = false;
    for (const path of [places.upload, ...(await scratchOf(places))]) {
      hasFound = (await removeFolder(path, places)) || hasFound;
    }
    if (!hasFound) return;
  }
  throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'The upload came back each time it was removed.');
}
