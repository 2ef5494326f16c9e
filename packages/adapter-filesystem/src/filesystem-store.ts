import { resolve } from 'node:path';
import { checkOptions, type Store } from '@export-engine/core';
import { callFileSystem, type SignalledCall } from './files/call-file-system.ts';
import { fileSystemFailure } from './files/file-system-failure.ts';
import { folderCheck } from './files/folder-check.ts';
import { pruneFolders, removeFolder } from './files/remove-folder.ts';
import { encodeEntry, readEntry } from './store/entry-files.ts';
import { listKeys } from './store/list-keys.ts';
import { entriesFolder, entryPlaces } from './store/store-places.ts';
import { createEntry, replaceEntry } from './store/write-entry.ts';

export interface FilesystemStoreOptions {
  /**
   * Where the entries are: a folder on one local file system that renames atomically; it may be the sink's. Made at the
   * first write when it is missing. A relative path counts from the working directory at this call.
   */
  readonly folder: string;
}

/**
 * A compare-and-swap store in a folder, for any number of processes of one machine.
 *
 * Every entry is a small folder: values in files that never change, and one empty file whose name says which value counts.
 * Renaming that file from the expected version to the next is the compare-and-swap; there are no locks. Values are on the
 * disk before they count.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { filesystemStore } from '@export-engine/adapter-filesystem';
 *
 * const store = filesystemStore({ folder: '/var/lib/my-app/exports' });
 * ```
 */
export function filesystemStore(options: FilesystemStoreOptions): Store {
  checkOptions<FilesystemStoreOptions>('filesystemStore()', options, { folder: folderCheck() });
  const folder = resolve(options.folder);
  const call = (doing: string, signal: AbortSignal): SignalledCall => ({ port: 'STORE', doing, signal });

  return {
    specVersion: 1,
    name: 'filesystem',

    read(key, { signal }) {
      return callFileSystem(call('Reading an entry', signal), async () => {
        const entry = await readEntry(entryPlaces(folder, key).entry, signal);
        return entry && { value: entry.value, version: entry.version };
      });
    },

    async write(key, value, { expectedVersion, signal }) {
      // At once: the caller may change its object while this writes.
      const text = encodeEntry(key, value);
      return await callFileSystem(call('Writing an entry', signal), async () => {
        const places = entryPlaces(folder, key);
        const version = await (expectedVersion === null
          ? createEntry(places, text)
          : replaceEntry(places, text, expectedVersion));
        return { version };
      });
    },

    async *list(prefix, { signal }) {
      signal.throwIfAborted();
      try {
        yield* listKeys(entriesFolder(folder), prefix, signal);
        signal.throwIfAborted();
      } catch (error) {
        signal.throwIfAborted();
        throw fileSystemFailure(error, { port: 'STORE', doing: 'Listing entries' });
      }
    },

    remove(key, { signal }) {
      return callFileSystem(call('Removing an entry', signal), async () => {
        const places = entryPlaces(folder, key);
        await removeFolder(places.entry, places);
        await pruneFolders(places.entries, places.entry);
      });
    },
  };
}
