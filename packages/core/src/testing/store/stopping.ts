import assert from 'node:assert/strict';
import { assertAbortedBefore, assertAbortedInFlight, assertNoListeners, liveSignal } from '../support/signals.ts';
import { type StoreCase, storeCase, write } from './store-case.ts';
import type { StoreFixture } from './store-harness.ts';

export const stopping: readonly StoreCase[] = [
  storeCase({
    id: 'store.signal.before',
    title: 'rejects with signal.reason and does nothing when the signal is already aborted',
    async check(fixture) {
      const store = fixture.connect();
      await write(fixture, 'entry', 'kept');

      await assertAbortedBefore((signal) => store.read('entry', { signal }));
      await assertAbortedBefore((signal) => store.write('other', 1, { expectedVersion: null, signal }));
      await assertAbortedBefore((signal) => store.remove('entry', { signal }));
      await assertAbortedBefore((signal) => listAll(fixture, signal));

      assert.deepEqual(await fixture.keys(), ['entry']);
    },
  }),
  storeCase({
    id: 'store.signal.read-in-flight',
    title: 'rejects with signal.reason when aborted while it reads or lists',
    async check(fixture) {
      await write(fixture, 'entry', 'kept');

      await assertAbortedInFlight((signal) => fixture.connect().read('entry', { signal }));
      await assertAbortedInFlight((signal) => listAll(fixture, signal));
    },
  }),
  storeCase({
    id: 'store.signal.write-in-flight',
    title: 'rejects with signal.reason when aborted while it writes, with all of the value stored or nothing',
    async check(fixture) {
      await assertAbortedInFlight((signal) =>
        fixture.connect().write('entry', { whole: true }, { expectedVersion: null, signal }),
      );

      const value = (await fixture.connect().read('entry', { signal: liveSignal() }))?.value;
      if (value !== undefined) assert.deepEqual(value, { whole: true });
    },
  }),
  storeCase({
    id: 'store.signal.remove-in-flight',
    title: 'rejects with signal.reason when aborted while it removes, which can then be done again',
    async check(fixture) {
      await write(fixture, 'entry', 1);

      await assertAbortedInFlight((signal) => fixture.connect().remove('entry', { signal }));

      await fixture.connect().remove('entry', { signal: liveSignal() });
      assert.deepEqual(await fixture.keys(), []);
    },
  }),
  storeCase({
    id: 'store.signal.no-listeners',
    title: 'leaves no listener on a signal that it was called with',
    async check(fixture) {
      const store = fixture.connect();
      const { signal } = new AbortController();

      await store.write('entry', 1, { expectedVersion: null, signal });
      await store.read('entry', { signal });
      await listAll(fixture, signal);
      for await (const _key of store.list('', { signal })) break;
      await store.remove('entry', { signal });

      await assertNoListeners(signal);
    },
  }),
];

async function listAll(fixture: StoreFixture, signal: AbortSignal): Promise<void> {
  for await (const _key of fixture.connect().list('', { signal }));
}
