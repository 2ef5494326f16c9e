import {
  type CompleteOptions,
  checkReceipts,
  type PartReceipt,
  type StoredFile,
  type Upload,
} from '@export-engine/core';
import { hasErrno } from '../files/errno.ts';
import { removeFolder } from '../files/remove-folder.ts';
import { joinParts } from './join-parts.ts';
import { publishFile } from './publish-file.ts';
import { ownFile } from './stored-file.ts';
import { type TargetPlaces, targetPlaces } from './target-places.ts';

/**
 * Makes the parts one file, and only where there is none. The file itself tells whether that was done before: it carries the
 * export's token, its length and its CRC-32. The parts go when the file is there.
 */
export async function completeUpload(
  folder: string,
  upload: Upload,
  receipts: readonly PartReceipt[],
  { expected, signal }: CompleteOptions,
): Promise<StoredFile> {
  const parts = checkReceipts(receipts, expected);
  const places = targetPlaces(folder, upload.target);
  const stored = (await ownFile(places, expected)) ?? (await joinAndPublish(places, parts, { expected, signal }));
  await removeFolder(places.upload, places);
  return stored;
}

async function joinAndPublish(
  places: TargetPlaces,
  parts: readonly PartReceipt[],
  { expected, signal }: CompleteOptions,
): Promise<StoredFile> {
  try {
    return await publishFile(places, expected, (file) => joinParts(places.upload, parts, { file, signal }));
  } catch (error) {
    // Another worker of this export may have completed it meanwhile and removed the parts.
    const stored = hasErrno(error, 'ENOENT') ? await ownFile(places, expected) : undefined;
    if (stored === undefined) throw error;
    return stored;
  }
}
