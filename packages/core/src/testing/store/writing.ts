import assert from 'node:assert/strict';
import { faultyAdapter } from '../faulty-adapter.ts';
import { assertRejects } from '../support/assert-code.ts';
import { liveSignal } from '../support/signals.ts';
import { type StoreCase, storeCase, write } from './store-case.ts';

export const writing: readonly StoreCase[] = [
  storeCase({
    id: 'store.write.creates',
    title: 'creates an entry that another process sees at once, with the version of its write',
    async check(fixture) {
      const version = await write(fixture, 'exports/1.json', { state: 'queued' });

      const entry = await fixture.connect().read('exports/1.json', { signal: liveSignal() });

      assert.deepEqual(entry, { value: { state: 'queued' }, version });
      assert.equal(typeof version, 'string');
      assert.deepEqual(await fixture.readValue('exports/1.json'), { state: 'queued' });
    },
  }),
  storeCase({
    id: 'store.write.replaces',
    title: 'replaces an entry whose version is the expected one',
    async check(fixture) {
      const first = await write(fixture, 'entry', { turn: 1 });

      const second = await write(fixture, 'entry', { turn: 2 }, first);

      assert.deepEqual(await fixture.connect().read('entry', { signal: liveSignal() }), {
        value: { turn: 2 },
        version: second,
      });
      assert.deepEqual(await fixture.readValue('entry'), { turn: 2 });
    },
  }),
  storeCase({
    id: 'store.write.create-conflict',
    title: 'says EXPORT_STORE_CONFLICT to whoever creates what exists, and writes nothing',
    async check(fixture) {
      await write(fixture, 'entry', 'first');

      await assertRejects(write(fixture, 'entry', 'second', null), 'EXPORT_STORE_CONFLICT');

      assert.equal(await fixture.readValue('entry'), 'first');
    },
  }),
  storeCase({
    id: 'store.write.stale-version',
    title: 'says EXPORT_STORE_CONFLICT to a stale version, and writes nothing',
    async check(fixture) {
      const stale = await write(fixture, 'entry', 'first');
      await write(fixture, 'entry', 'second', stale);

      await assertRejects(write(fixture, 'entry', 'third', stale), 'EXPORT_STORE_CONFLICT');

      assert.equal(await fixture.readValue('entry'), 'second');
    },
  }),
  storeCase({
    id: 'store.write.replace-missing',
    title: 'says EXPORT_STORE_CONFLICT to whoever replaces what was removed, and writes nothing',
    async check(fixture) {
      const version = await write(fixture, 'entry', 'first');
      await fixture.connect().remove('entry', { signal: liveSignal() });

      await assertRejects(write(fixture, 'entry', 'second', version), 'EXPORT_STORE_CONFLICT');

      assert.equal(await fixture.readValue('entry'), undefined);
    },
  }),
  storeCase({
    id: 'store.version.equal-values',
    title: 'gives another version to every write, even of an equal value',
    async check(fixture) {
      const first = await write(fixture, 'entry', { same: true });
      const second = await write(fixture, 'entry', { same: true }, first);

      assert.notEqual(second, first);
      await assertRejects(write(fixture, 'entry', 'late', first), 'EXPORT_STORE_CONFLICT');
    },
  }),
  storeCase({
    id: 'store.version.after-removal',
    title: 'does not take the version of a removed entry for that of an equal one written later',
    async check(fixture) {
      const old = await write(fixture, 'entry', { same: true });
      await fixture.connect().remove('entry', { signal: liveSignal() });
      await write(fixture, 'entry', { same: true });

      await assertRejects(write(fixture, 'entry', 'late', old), 'EXPORT_STORE_CONFLICT');
    },
  }),
  storeCase({
    id: 'store.write.lost-answer',
    title: 'shows a writer whose answer was lost that its write counts, and a repetition is a conflict',
    async check(fixture) {
      const lost = new Error('the answer was lost');
      const store = faultyAdapter(fixture.connect(), ({ method, phase }) =>
        method === 'write' && phase === 'after' ? { throw: lost } : 'pass',
      );
      const options = { expectedVersion: null, signal: liveSignal() };
      await assert.rejects(store.write('entry', 'mine', options), (error) => error === lost);

      await assertRejects(fixture.connect().write('entry', 'mine', options), 'EXPORT_STORE_CONFLICT');

      assert.equal((await fixture.connect().read('entry', { signal: liveSignal() }))?.value, 'mine');
    },
  }),
];
