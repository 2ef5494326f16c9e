import assert from 'node:assert/strict';
import { ExportEngineError } from '../../errors/index.ts';
import { liveSignal } from '../support/signals.ts';
import { type StoreCase, storeCase, write } from './store-case.ts';
import type { StoreFixture } from './store-harness.ts';

const WRITERS = 20;

export const racing: readonly StoreCase[] = [
  storeCase({
    id: 'store.race.create',
    title: 'lets exactly one of twenty racing creators win, and tells all others',
    check: (fixture) => assertOneWinner(fixture, null),
  }),
  storeCase({
    id: 'store.race.replace',
    title: 'lets exactly one of twenty racing replacers win, and tells all others',
    async check(fixture) {
      await assertOneWinner(fixture, await write(fixture, 'entry', 'before the race'));
    },
  }),
  storeCase({
    id: 'store.race.keys-do-not-mix',
    title: 'writes many keys at the same time through one instance without mixing them up',
    async check(fixture) {
      const numbers = Array.from({ length: WRITERS }, (_, index) => index);
      const store = fixture.connect();
      const options = { expectedVersion: null, signal: liveSignal() };

      await Promise.all(numbers.map((number) => store.write(`entries/${number}`, { number }, options)));

      for (const number of numbers) assert.deepEqual(await fixture.readValue(`entries/${number}`), { number });
    },
  }),
];

async function assertOneWinner(fixture: StoreFixture, expectedVersion: string | null): Promise<void> {
  const writers = Array.from({ length: WRITERS }, (_, index) => `writer ${index}`);

  const results = await Promise.allSettled(writers.map((writer) => write(fixture, 'entry', writer, expectedVersion)));

  const winners = writers.filter((_, index) => results[index]?.status === 'fulfilled');
  assert.equal(winners.length, 1, `${winners.length} writers won`);
  assert.equal(await fixture.readValue('entry'), winners[0], "the value is not the winner's");
  for (const result of results) {
    if (result.status === 'rejected') {
      assert.ok(ExportEngineError.isInstance(result.reason) && result.reason.code === 'EXPORT_STORE_CONFLICT');
    }
  }
}
