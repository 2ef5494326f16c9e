import { type CheckedBytes, ExportEngineError, type SinkTarget, type StoredFile } from '@export-engine/core';
import { fileLimits } from './limits.ts';
import { publishFile } from './publish-file.ts';
import { ownFile } from './stored-file.ts';
import { targetPlaces } from './target-places.ts';
import { writeChecked } from './write-checked.ts';

/** Stores a whole file in one call, and only where there is none. */
export async function putFile(
  folder: string,
  target: SinkTarget,
  content: CheckedBytes,
  signal: AbortSignal,
): Promise<StoredFile> {
  const places = targetPlaces(folder, target);
  const expected = { bytes: content.bytes.byteLength, crc32: content.crc32 };
  if (expected.bytes > fileLimits.maxFileBytes) {
    const message = `A file of ${expected.bytes} bytes: a file has at most ${fileLimits.maxFileBytes}.`;
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
  }
  const stored = await ownFile(places, expected);
  return stored ?? (await publishFile(places, expected, (file) => writeChecked(file, content, signal)));
}
