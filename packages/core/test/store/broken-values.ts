import type { JsonValue } from '@export-engine/core';
import { type BrokenStore, brokenStore } from './broken-store.ts';

/** Faults in values, lists, removals and keys. */
export const brokenValues: readonly BrokenStore[] = [
  brokenStore('keeps ASCII alone', ['store.value.fidelity', 'store.value.large'], (store) => ({
    write: (key, value, options) =>
      store.write(key, JSON.parse(JSON.stringify(value).replaceAll(/[^ -~]/g, '?')) as JsonValue, options),
  })),
  brokenStore('takes values of 64 kilobytes at most', ['store.value.large'], (store) => ({
    async write(key, value, options) {
      if (JSON.stringify(value).length > 65_536) throw new RangeError('too large');
      return store.write(key, value, options);
    },
  })),
  brokenStore('turns a value into JSON when the request is sent', ['store.value.own-copy'], (store) => ({
    async write(key, value, options) {
      await Promise.resolve();
      return store.write(key, value, options);
    },
  })),
  brokenStore(
    'reads the first key that starts with the one asked for',
    ['store.read.missing', 'store.remove.removes'],
    (store, backend) => ({
      read: (key, options) =>
        store.read([...backend.entries.keys()].find((stored) => key !== '' && stored.startsWith(key)) ?? key, options),
    }),
  ),
  brokenStore('takes a prefix for a folder', ['store.list.prefix'], (store) => ({
    async *list(prefix, options) {
      const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
      yield* store.list(folder, options);
    },
  })),
  brokenStore('lists one page of a thousand keys', ['store.list.many'], (store) => ({
    async *list(prefix, options) {
      let left = 1000;
      for await (const key of store.list(prefix, options)) {
        if (left > 0) yield key;
        left -= 1;
      }
    },
  })),
  brokenStore(
    'lists nothing for an empty prefix',
    ['store.list.everything', 'store.list.leaving-early', 'store.remove.removes'],
    (store) => ({
      async *list(prefix, options) {
        for await (const key of store.list(prefix, options)) if (prefix !== '') yield key;
      },
    }),
  ),
  brokenStore('removes every key that starts with the one given', ['store.remove.removes'], (store, backend) => ({
    async remove(key, options) {
      await store.remove(key, options);
      for (const stored of backend.entries.keys()) if (stored.startsWith(key)) backend.entries.delete(stored);
    },
  })),
  brokenStore('complains when there is nothing to remove', ['store.remove.idempotent'], (store, backend) => ({
    async remove(key, options) {
      await store.remove('any', options);
      if (!backend.entries.has(key)) await store.remove('', options);
      await store.remove(key, options);
    },
  })),
  brokenStore(
    'never gives a removed key away again',
    ['store.write.replace-missing', 'store.version.after-removal', 'store.remove.then-create'],
    (store, backend) => {
      // Kept with the backend, so that every instance knows.
      const { removed } = Object.assign(backend, { removed: new Set<string>(), ...backend });
      return {
        async remove(key, options) {
          await store.remove(key, options);
          removed.add(key);
        },
        write: (key, value, options) => store.write(removed.has(key) ? '' : key, value, options),
      };
    },
  ),
  brokenStore('writes under any key', ['store.key.refused-on-write'], (store) => ({
    write: (key, value, options) => store.write(isGood(key) ? key : 'escaped', value, options),
  })),
  brokenStore('reads any key', ['store.key.refused-on-read'], (store) => ({
    read: (key, options) => store.read(isGood(key) ? key : 'escaped', options),
  })),
  brokenStore('removes any key', ['store.key.refused-on-remove'], (store) => ({
    remove: (key, options) => store.remove(isGood(key) ? key : 'escaped', options),
  })),
  brokenStore('takes keys of 255 characters at most', ['store.key.every-allowed-key'], (store) => ({
    write: (key, value, options) => store.write(key.length > 255 ? '' : key, value, options),
  })),
];

function isGood(key: string): boolean {
  return /^[A-Za-z0-9._/-]{1,512}$/.test(key) && key.split('/').every((segment) => !['', '.', '..'].includes(segment));
}
