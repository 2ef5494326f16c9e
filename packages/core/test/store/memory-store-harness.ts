import { type MemoryStoreBackend, memoryStore, memoryStoreBackend, type Store } from '@export-engine/core';
import type { StoreHarness } from '@export-engine/core/testing';

/** Replaces members of each instance: how a broken store is made of a good one. */
export type Break = (store: Store, backend: MemoryStoreBackend) => Partial<Store>;

export function memoryStoreHarness(breakIt: Break = () => ({})): StoreHarness {
  return {
    capabilities: {},
    async setUp() {
      const backend = memoryStoreBackend();
      return {
        connect() {
          const store = memoryStore({ backend });
          return { ...store, ...breakIt(store, backend) };
        },
        async readValue(key) {
          const entry = backend.entries.get(key);
          return entry && JSON.parse(entry.json);
        },
        keys: async () => [...backend.entries.keys()],
      };
    },
    async tearDown() {},
  };
}
