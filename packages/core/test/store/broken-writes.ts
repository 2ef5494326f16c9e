import { setImmediate as nextTurn } from 'node:timers/promises';
import { type BrokenStore, brokenStore, conflict } from './broken-store.ts';

/** Faults in compare-and-swap. */
export const brokenWrites: readonly BrokenStore[] = [
  brokenStore('implements another version of the contract', ['store.declares-itself'], () => ({ specVersion: 2 as 1 })),
  brokenStore(
    'returns another version than it stores',
    [
      'store.write.creates',
      'store.write.replaces',
      'store.write.stale-version',
      'store.version.equal-values',
      'store.race.replace',
    ],
    (store) => ({
      async write(...inputs) {
        const { version } = await store.write(...inputs);
        return { version: `"${version}"` };
      },
    }),
  ),
  brokenStore(
    'lets the last writer win',
    [
      'store.write.create-conflict',
      'store.write.stale-version',
      'store.write.replace-missing',
      'store.version.equal-values',
      'store.version.after-removal',
      'store.write.lost-answer',
    ],
    (store, backend) => ({
      write: (key, value, options) =>
        store.write(key, value, { ...options, expectedVersion: backend.entries.get(key)?.version ?? null }),
    }),
  ),
  brokenStore(
    'can not replace an entry',
    ['store.write.replaces', 'store.write.stale-version', 'store.version.equal-values', 'store.race.replace'],
    (store, backend) => ({
      async write(key, value, options) {
        if (backend.entries.has(key)) throw conflict();
        return store.write(key, value, options);
      },
    }),
  ),
  brokenStore('creates what was to be replaced and is gone', ['store.write.replace-missing'], (store, backend) => ({
    write(key, value, options) {
      const expectedVersion = backend.entries.has(key) ? options.expectedVersion : null;
      return store.write(key, value, { ...options, expectedVersion });
    },
  })),
  brokenStore(
    'makes the version of the content, as an ETag is',
    ['store.version.equal-values', 'store.version.after-removal'],
    (store, backend) => ({
      async write(key, value, options) {
        const json = JSON.stringify(value);
        await store.write(key, value, options);
        backend.entries.set(key, { json, version: json });
        return { version: json };
      },
    }),
  ),
  brokenStore('counts versions anew after a removal', ['store.version.after-removal'], (store, backend) => ({
    async write(key, value, options) {
      const json = JSON.stringify(value);
      const version = String(Number(backend.entries.get(key)?.version ?? 0) + 1);
      await store.write(key, value, options);
      backend.entries.set(key, { json, version });
      return { version };
    },
  })),
  brokenStore('compares first and writes later', ['store.race.create', 'store.race.replace'], (store, backend) => ({
    async write(key, value, { expectedVersion, signal }) {
      const json = JSON.stringify(value);
      const found = await store.read(key, { signal });
      if ((found?.version ?? null) !== expectedVersion) throw conflict();
      await nextTurn();
      signal.throwIfAborted();
      backend.sequence += 1;
      backend.entries.set(key, { json, version: `v${backend.sequence}` });
      return { version: `v${backend.sequence}` };
    },
  })),
  brokenStore('writes again by itself when an answer was lost', ['store.write.lost-answer'], (store, backend) => ({
    async write(key, value, options) {
      const isMine = backend.entries.get(key)?.json === JSON.stringify(value);
      if (isMine && options.expectedVersion === null) return { version: backend.entries.get(key)?.version ?? '' };
      return store.write(key, value, options);
    },
  })),
  brokenStore('mixes up what is written at the same time', ['store.race.keys-do-not-mix'], (store) => {
    const queue: Parameters<typeof store.write>[1][] = [];
    return {
      async write(key, value, options) {
        queue.push(structuredClone(value));
        await Promise.resolve();
        return store.write(key, queue.pop() ?? null, options);
      },
    };
  }),
];
