import type { JsonValue, Store } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { checkOptions, checkStoreKey, object, optional } from '../options/index.ts';
import { nextTurn } from './next-turn.ts';

/** What several `memoryStore`s share. Values are kept as JSON text, so that nobody's object is in it. */
export interface MemoryStoreBackend {
  readonly entries: Map<string, { readonly json: string; readonly version: string }>;
  /** The last version given; never given again, not even after a removal. */
  sequence: number;
}

export interface MemoryStoreOptions {
  /** A backend to share with other instances. @default one of its own */
  readonly backend?: MemoryStoreBackend | undefined;
}

/** A store in memory, with its backend to look into. */
export interface MemoryStore extends Store {
  readonly backend: MemoryStoreBackend;
}

/** An empty backend for `memoryStore`. */
export function memoryStoreBackend(): MemoryStoreBackend {
  return { entries: new Map(), sequence: 0 };
}

/**
 * A compare-and-swap store in memory: the smallest store that keeps the whole contract, for tests.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`.
 *
 * @example
 * ```ts
 * import { memoryStore } from '@export-engine/core';
 *
 * const store = memoryStore();
 * const anotherProcess = memoryStore({ backend: store.backend });
 * ```
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const owner = 'memoryStore()';
  checkOptions<MemoryStoreOptions>(owner, options, {
    backend: optional(object()),
  });
  const { backend = memoryStoreBackend() } = options;

  return {
    specVersion: 1,
    name: 'memory',
    backend,

    async read(key, { signal }) {
      checkStoreKey(owner, key);
      await nextTurn(signal);
      const entry = backend.entries.get(key);
      return entry && { value: JSON.parse(entry.json) as JsonValue, version: entry.version };
    },

    async write(key, value, { expectedVersion, signal }) {
      checkStoreKey(owner, key);
      const json = JSON.stringify(value);
      await nextTurn(signal);
      if ((backend.entries.get(key)?.version ?? null) !== expectedVersion) {
        throw new ExportEngineError('EXPORT_STORE_CONFLICT', 'The stored version is not the expected one.');
      }
      backend.sequence += 1;
      const version = `v${backend.sequence}`;
      backend.entries.set(key, { json, version });
      return { version };
    },

    async *list(prefix, { signal }) {
      await nextTurn(signal);
      for (const key of [...backend.entries.keys()]) {
        signal.throwIfAborted();
        if (key.startsWith(prefix)) yield key;
      }
      signal.throwIfAborted();
    },

    async remove(key, { signal }) {
      checkStoreKey(owner, key);
      await nextTurn(signal);
      backend.entries.delete(key);
    },
  };
}
