import type { FileHandle } from 'node:fs/promises';
import type { CompleteOptions, StoredFile } from '@export-engine/core';
import { createFolder } from '../files/create-folder.ts';
import { writeNewFile } from '../files/durable.ts';
import { conflict, type FileFacts, ownFile } from './stored-file.ts';
import { contentPath, factsPath, type TargetPlaces } from './target-places.ts';

/**
 * Stores a file with its facts beside it, both at once: nobody sees a part of it, and no file is ever overwritten.
 *
 * @param writeContent Writes exactly the expected bytes, or throws.
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the key holds another file
 */
export async function publishFile(
  places: TargetPlaces,
  expected: CompleteOptions['expected'],
  writeContent: (file: FileHandle) => Promise<void>,
): Promise<StoredFile> {
  const { key, mediaType, fileName, token } = places.target;
  const facts: FileFacts = { key, mediaType, fileName, token, bytes: expected.bytes, crc32: expected.crc32 };
  await createFolder(places.file, places, async (folder) => {
    await writeNewFile(contentPath(folder), writeContent);
    await writeNewFile(factsPath(folder), (file) => file.writeFile(JSON.stringify(facts)));
  });
  // Read back, also when the place was taken: by another worker of the same export, or by somebody else.
  return (await ownFile(places, expected)) ?? notOurs();
}

function notOurs(): never {
  throw conflict('Something else was in the place of the file.');
}
