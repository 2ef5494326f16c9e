import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportEngineError, type Part, type PartReceipt, type Upload } from '@export-engine/core';
import { cleaningUp } from '../files/call-file-system.ts';
import { syncFolder, writeNewFile } from '../files/durable.ts';
import { fileLimits } from './limits.ts';
import { partPath, targetPlaces } from './target-places.ts';
import { writeChecked } from './write-checked.ts';

/**
 * Writes a part to a file of its own that gets the part's name by a rename: of two writes of one number the last counts,
 * whole. The part is on the disk before there is a receipt.
 */
export async function writePart(folder: string, upload: Upload, part: Part, signal: AbortSignal): Promise<PartReceipt> {
  checkLimits(part);
  const { upload: place } = targetPlaces(folder, upload.target);
  const unfinished = join(place, `${part.number}.${randomUUID()}.tmp`);
  await cleaningUp(
    () => rm(unfinished, { force: true }),
    async () => {
      await writeNewFile(unfinished, (file) => writeChecked(file, part, signal));
      await rename(unfinished, partPath(place, part.number));
    },
  );
  await syncFolder(place);
  return { number: part.number, bytes: part.bytes.byteLength, crc32: part.crc32, state: null };
}

function checkLimits({ number, bytes }: Part): void {
  const { maxParts, maxPartBytes } = fileLimits;
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new ExportEngineError('EXPORT_OPTIONS_INVALID', 'A part number must be an integer of at least 1.');
  }
  if (number > maxParts) {
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', `Part ${number}: a file has at most ${maxParts} parts.`);
  }
  if (bytes.byteLength > maxPartBytes) {
    const message = `A part of ${bytes.byteLength} bytes: a part has at most ${maxPartBytes}.`;
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
  }
}
