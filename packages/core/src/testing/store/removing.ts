import assert from 'node:assert/strict';
import { liveSignal } from '../support/signals.ts';
import { listed, type StoreCase, storeCase, write } from './store-case.ts';

export const removing: readonly StoreCase[] = [
  storeCase({
    id: 'store.remove.removes',
    title: 'removes an entry and no other, as another process sees at once',
    async check(fixture) {
      await write(fixture, 'entry', 1);
      await write(fixture, 'entry.more', 1);

      await fixture.connect().remove('entry', { signal: liveSignal() });

      assert.equal(await fixture.connect().read('entry', { signal: liveSignal() }), undefined);
      assert.deepEqual(await listed(fixture, ''), ['entry.more']);
      assert.deepEqual(await fixture.keys(), ['entry.more']);
    },
  }),
  storeCase({
    id: 'store.remove.idempotent',
    title: 'removes again, and what never was, without complaint',
    async check(fixture) {
      await write(fixture, 'entry', 1);

      await fixture.connect().remove('entry', { signal: liveSignal() });
      await fixture.connect().remove('entry', { signal: liveSignal() });
      await fixture.connect().remove('never/was', { signal: liveSignal() });

      assert.deepEqual(await fixture.keys(), []);
    },
  }),
  storeCase({
    id: 'store.remove.then-create',
    title: 'creates an entry anew under a removed key',
    async check(fixture) {
      await write(fixture, 'folder/entry', 'first');
      await fixture.connect().remove('folder/entry', { signal: liveSignal() });

      await write(fixture, 'folder/entry', 'second');

      assert.equal(await fixture.readValue('folder/entry'), 'second');
    },
  }),
];
