import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportEngineError, type JsonValue } from '@export-engine/core';
import { undefinedIfMissing } from '../files/errno.ts';
import { byNumberDescending, isVersion } from './version.ts';

/**
 * An entry is a folder with a file for each version that is there or is being tried, `{version}.json`, and one empty file
 * whose name says which of them counts: `{version}.head`.
 */
export interface StoredEntry {
  readonly key: string;
  readonly value: JsonValue;
  readonly version: string;
}

/** Each look that finds nothing whole means that somebody else's write went through meanwhile. */
const MAX_LOOKS = 200;

export function headPath(folder: string, version: string): string {
  return join(folder, `${version}.head`);
}

export function valuePath(folder: string, version: string): string {
  return join(folder, `${version}.json`);
}

/** The versions whose values are in the folder, current or not. */
export async function valuesIn(folder: string): Promise<readonly string[]> {
  return versionsIn(await readdir(folder), '.json');
}

/**
 * Reads an entry without locks: the head's name first, then its value. A value that is gone was replaced between the two.
 *
 * @throws ExportEngineError `EXPORT_STORE_UNAVAILABLE` when that goes on for 200 looks, `EXPORT_STORE_REJECTED` for content
 * that is not the store's
 */
export async function readEntry(folder: string, signal: AbortSignal): Promise<StoredEntry | undefined> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    signal.throwIfAborted();
    const names = await readdir(folder).catch(undefinedIfMissing);
    if (names === undefined) return undefined;
    // A listing made while a head gets its new name can show both names, or neither.
    const [version] = versionsIn(names, '.head').toSorted(byNumberDescending);
    if (version === undefined) continue;
    const text = await readFile(valuePath(folder, version), 'utf8').catch(undefinedIfMissing);
    if (text !== undefined) return { ...decodeEntry(text), version };
  }
  const message = `The entry changed each of the ${MAX_LOOKS} times that it was looked at.`;
  throw new ExportEngineError('EXPORT_STORE_UNAVAILABLE', message);
}

export function encodeEntry(key: string, value: JsonValue): string {
  return JSON.stringify({ key, value });
}

function decodeEntry(text: string): Pick<StoredEntry, 'key' | 'value'> {
  try {
    const entry: unknown = JSON.parse(text);
    if (isEntry(entry)) return { key: entry.key, value: entry.value };
  } catch {
    // The parser's message would quote the content.
  }
  throw new ExportEngineError('EXPORT_STORE_REJECTED', 'The file of this entry was not written by filesystemStore().');
}

function isEntry(value: unknown): value is { readonly key: string; readonly value: JsonValue } {
  return (
    typeof value === 'object' && value !== null && 'value' in value && 'key' in value && typeof value.key === 'string'
  );
}

function versionsIn(names: readonly string[], extension: string): readonly string[] {
  return names
    .filter((name) => name.endsWith(extension))
    .map((name) => name.slice(0, -extension.length))
    .filter(isVersion);
}
