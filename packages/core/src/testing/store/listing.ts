import assert from 'node:assert/strict';
import { liveSignal } from '../support/signals.ts';
import { listed, type StoreCase, storeCase, write } from './store-case.ts';

const MANY_KEYS = 1_100;
const WRITERS = 20;

export const listing: readonly StoreCase[] = [
  storeCase({
    id: 'store.list.prefix',
    title: 'lists every key that starts with a prefix, and no other, whether or not it ends at a slash',
    async check(fixture) {
      const keys = ['exports/1.json', 'exports/10.json', 'exports/2/parts.json', 'exports-old/1.json', 'other'];
      for (const key of keys) await write(fixture, key, 1);

      assert.deepEqual(await listed(fixture, 'exports/'), [
        'exports/1.json',
        'exports/10.json',
        'exports/2/parts.json',
      ]);
      assert.deepEqual(await listed(fixture, 'exports/1'), ['exports/1.json', 'exports/10.json']);
      assert.deepEqual(await listed(fixture, 'exports'), keys.filter((key) => key.startsWith('exports')).toSorted());
      assert.deepEqual(await listed(fixture, 'other'), ['other']);
      assert.deepEqual(await listed(fixture, 'nothing'), []);
    },
  }),
  storeCase({
    id: 'store.list.everything',
    title: 'lists every key for an empty prefix, as the real backend holds them',
    async check(fixture) {
      for (const key of ['a', 'b/c', 'b/d/e']) await write(fixture, key, 1);

      assert.deepEqual(await listed(fixture, ''), ['a', 'b/c', 'b/d/e']);
      assert.deepEqual((await fixture.keys()).toSorted(), ['a', 'b/c', 'b/d/e']);
    },
  }),
  storeCase({
    id: 'store.list.many',
    title: 'lists more keys than fit one page of the backend, each once',
    async check(fixture) {
      const count = fixture.manyKeys ?? MANY_KEYS;
      const keys = Array.from({ length: count }, (_, index) => `many/${String(index).padStart(6, '0')}`);
      for (let start = 0; start < count; start += WRITERS) {
        await Promise.all(keys.slice(start, start + WRITERS).map((key) => write(fixture, key, 1)));
      }

      assert.deepEqual(await listed(fixture, 'many/'), keys);
    },
  }),
  storeCase({
    id: 'store.list.leaving-early',
    title: 'can be left early and listed again',
    async check(fixture) {
      for (const key of ['a', 'b', 'c']) await write(fixture, key, 1);

      for await (const _key of fixture.connect().list('', { signal: liveSignal() })) break;

      assert.deepEqual(await listed(fixture, ''), ['a', 'b', 'c']);
    },
  }),
];
