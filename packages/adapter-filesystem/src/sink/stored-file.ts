import { readFile, stat } from 'node:fs/promises';
import { type CompleteOptions, ExportEngineError, type StoredFile } from '@export-engine/core';
import { undefinedIfMissing } from '../files/errno.ts';
import { contentPath, factsPath, type TargetPlaces } from './target-places.ts';

/** What is kept beside a file's bytes, in `file.json`. */
export interface FileFacts {
  readonly key: string;
  readonly mediaType: string;
  readonly fileName: string;
  /** The export's mark: only its own calls may take this file for theirs. */
  readonly token: string;
  readonly bytes: number;
  readonly crc32: number;
}

/** What was written beside the file in this folder; `undefined` when there is none, or none of this sink's. */
export async function readFacts(file: string): Promise<FileFacts | undefined> {
  const text = await readFile(factsPath(file), 'utf8').catch(undefinedIfMissing);
  if (text === undefined) return undefined;
  try {
    const facts: unknown = JSON.parse(text);
    return isFacts(facts) ? facts : undefined;
  } catch {
    // The parser's message would quote the content.
    return undefined;
  }
}

/** Whether the bytes still have the length that they were stored with. */
export async function isIntact(file: string, facts: FileFacts): Promise<boolean> {
  return (await stat(contentPath(file)).catch(undefinedIfMissing))?.size === facts.bytes;
}

/**
 * This target's file, when an earlier call stored it.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the key holds another file, or this one was changed
 */
export async function ownFile(
  { target, file }: Pick<TargetPlaces, 'target' | 'file'>,
  expected: CompleteOptions['expected'],
): Promise<StoredFile | undefined> {
  const facts = await readFacts(file);
  if (facts === undefined) return undefined;
  if (facts.token !== target.token) throw conflict("The key holds somebody else's file.");
  if (facts.bytes !== expected.bytes || facts.crc32 !== expected.crc32) {
    throw conflict('The key holds a file of this export with other bytes.');
  }
  if (!(await isIntact(file, facts))) throw conflict('The stored file was changed: it has another length.');
  return { key: target.key, bytes: facts.bytes, crc32: facts.crc32, state: null };
}

export function conflict(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message);
}

function isFacts(value: unknown): value is FileFacts {
  if (typeof value !== 'object' || value === null) return false;
  const { mediaType, token, bytes, crc32 } = value as { readonly [Key in keyof FileFacts]?: unknown };
  return (
    typeof mediaType === 'string' && typeof token === 'string' && typeof bytes === 'number' && typeof crc32 === 'number'
  );
}
