import assert from 'node:assert/strict';
import type { JsonValue } from '../../contracts/index.ts';
import { liveSignal } from '../support/signals.ts';
import { type StoreCase, storeCase, write } from './store-case.ts';

const values: readonly JsonValue[] = [
  null,
  true,
  '',
  0,
  [],
  {},
  'Zoë, 漢字, 🙂, "quotes", back\\slash, \u0000, \u2028, line\nbreak',
  [Number.MAX_SAFE_INTEGER, -1.5e-300, 1.7976931348623157e308, 0.1],
  { nested: [{ deep: { deeper: [null, false, { 'a.b/c': 'dotted', ['__proto__']: 'plain' }] } }], ключ: 1 },
];

export const keepingValues: readonly StoreCase[] = [
  storeCase({
    id: 'store.value.fidelity',
    title: 'keeps any JSON value exactly',
    async check(fixture) {
      for (const [index, value] of values.entries()) {
        const key = `values/${index}`;
        await write(fixture, key, value);

        assert.deepEqual((await fixture.connect().read(key, { signal: liveSignal() }))?.value, value);
        assert.deepEqual(await fixture.readValue(key), value);
      }
    },
  }),
  storeCase({
    id: 'store.value.large',
    title: 'keeps a value of some 300 kilobytes',
    async check(fixture) {
      const value = {
        text: 'long text, 漢字; '.repeat(15_000),
        numbers: Array.from({ length: 2_000 }, (_, index) => index),
      };

      await write(fixture, 'large', value);

      assert.deepEqual((await fixture.connect().read('large', { signal: liveSignal() }))?.value, value);
    },
  }),
  storeCase({
    id: 'store.value.own-copy',
    title: 'keeps its own copy: neither the object written nor one that was read changes it later',
    async check(fixture) {
      const store = fixture.connect();
      const written = { list: ['kept'] };
      const writeCall = store.write('entry', written, { expectedVersion: null, signal: liveSignal() });
      written.list.push('added during the write');
      await writeCall;
      written.list.push('added after the write');

      const read = (await store.read('entry', { signal: liveSignal() }))?.value as { list: string[] };
      assert.deepEqual(read, { list: ['kept'] });
      read.list.push('added to what was read');

      assert.deepEqual((await store.read('entry', { signal: liveSignal() }))?.value, { list: ['kept'] });
    },
  }),
  storeCase({
    id: 'store.read.missing',
    title: 'reads nothing under a key that was never written',
    async check(fixture) {
      await write(fixture, 'entry', 1);

      assert.equal(await fixture.connect().read('entr', { signal: liveSignal() }), undefined);
    },
  }),
];
