import { join } from 'node:path';
import { checkStoreKey } from '@export-engine/core';
import { pathOfKey } from '../files/key-path.ts';
import type { Scratch } from '../files/scratch.ts';

/** Where one key's entry is. */
export interface EntryPlaces extends Scratch {
  readonly key: string;
  /** Folder of the entry. */
  readonly entry: string;
  /** Folder of all entries. */
  readonly entries: string;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the store's rule forbids the key */
export function entryPlaces(folder: string, key: string): EntryPlaces {
  checkStoreKey('filesystemStore()', key);
  const entries = entriesFolder(folder);
  return { key, entries, entry: pathOfKey(entries, key), scratch: join(folder, 'scratch'), owner: 'entry' };
}

export function entriesFolder(folder: string): string {
  return join(folder, 'entries');
}
