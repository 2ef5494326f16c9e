import { ExportEngineError, type Link, type LinkOptions, type StoredFile, safeFileName } from '@export-engine/core';
import { isIntact, readFacts } from '../sink/stored-file.ts';
import { filePlace } from '../sink/target-places.ts';
import type { FileLinks } from './link-options.ts';
import { signedPath } from './signed-link.ts';

/** Signs a link to the file, after a look that the file is there and still the same. */
export async function makeLink(
  folder: string,
  links: FileLinks | undefined,
  file: StoredFile,
  { expiresInSeconds, fileName }: LinkOptions,
): Promise<Link> {
  if (links === undefined) throw invalid('links', 'filesystemSink() makes links only with the option "links".');
  if (!Number.isSafeInteger(expiresInSeconds) || expiresInSeconds < 1) {
    throw invalid('expiresInSeconds', 'Option "expiresInSeconds" must be an integer of at least 1.');
  }
  await checkFile(filePlace(folder, file.key), file);
  const expires = Math.floor(Date.now() / 1000) + Math.min(expiresInSeconds, links.maxSeconds);
  const path = signedPath(links.secrets, { key: file.key, fileName: safeFileName(fileName), expires });
  return { url: links.baseUrl + path, expiresAt: new Date(expires * 1000).toISOString() };
}

async function checkFile(place: string, file: StoredFile): Promise<void> {
  const facts = await readFacts(place);
  const isSame =
    facts?.bytes === file.bytes && facts.crc32 === (file.crc32 ?? facts.crc32) && (await isIntact(place, facts));
  if (isSame) return;
  const message = facts === undefined ? 'The file is gone.' : 'The file is gone: its key holds another one.';
  throw new ExportEngineError('EXPORT_NOT_FOUND', message);
}

function invalid(option: string, message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', message, { details: { option } });
}
