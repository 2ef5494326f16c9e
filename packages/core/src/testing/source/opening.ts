import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { contractRows } from './contract-rows.ts';
import { assertRows, openSnapshot, readIds } from './read-rows.ts';
import { exactCountNeeded, onePartitionNeeded, type SourceCase, sourceCase } from './source-case.ts';

export const opening: readonly SourceCase[] = [
  sourceCase({
    id: 'source.open.json-snapshot',
    title: 'opens a snapshot that is JSON, with numbered partitions and a sensible count',
    async check(fixture, { count }) {
      await fixture.addRows(contractRows(8));

      const snapshot = await openSnapshot(fixture, 3);

      assertJson(snapshot, 'the snapshot');
      assert.ok(snapshot.partitions.length >= 1 && snapshot.partitions.length <= 3, 'asked for 3 partitions');
      assert.deepEqual(
        snapshot.partitions.map((partition) => partition.index),
        snapshot.partitions.map((_, position) => position),
      );
      if (count === 'none') assert.equal(snapshot.expectedRows, undefined, 'a count the source does not declare');
      else assert.ok(Number.isSafeInteger(snapshot.expectedRows) && Number(snapshot.expectedRows) >= 0);
    },
  }),
  sourceCase({
    id: 'source.open.one-partition',
    title: 'opens one partition, however many are wanted, when it can not split',
    needs: onePartitionNeeded,
    async check(fixture) {
      await fixture.addRows(contractRows(8));

      assert.equal((await openSnapshot(fixture, 4)).partitions.length, 1);
    },
  }),
  sourceCase({
    id: 'source.open.exact-count',
    title: 'counts exactly the rows that will be read',
    needs: exactCountNeeded,
    async check(fixture) {
      const rows = contractRows(64);
      await fixture.addRows(rows);

      const snapshot = await openSnapshot(fixture);

      assert.equal(snapshot.expectedRows, rows.length);
    },
  }),
  sourceCase({
    id: 'source.open.empty-result',
    title: 'opens an empty result: no pages, and zero rows where it counts',
    async check(fixture, { count }) {
      await fixture.addRows(contractRows(3));
      const source = fixture.connect();
      const query = source.validate(fixture.emptyQuery);

      const snapshot = await source.open(query, { partitions: 2, signal: liveSignal() });

      if (count === 'exact') assert.equal(snapshot.expectedRows, 0);
      assert.ok(snapshot.partitions.length >= 1, 'even an empty result has a partition');
      for (const partition of snapshot.partitions) {
        const options = { targetPageBytes: 1000, signal: liveSignal() };
        for await (const page of source.read(query, snapshot, partition, options)) {
          assert.fail(`read a page of ${page.count} rows of an empty result`);
        }
      }
    },
  }),
  sourceCase({
    id: 'source.open.fresh-view',
    title: 'opens a view with everything there is by then, whatever it opened before',
    async check(fixture) {
      const rows = contractRows(6);
      const source = fixture.connect();
      const query = source.validate(fixture.query);
      await fixture.addRows(rows.slice(0, 3));
      await source.open(query, { partitions: 1, signal: liveSignal() });
      await fixture.addRows(rows.slice(3));

      const snapshot = await source.open(query, { partitions: 1, signal: liveSignal() });

      assertRows(await readIds(fixture, snapshot), rows);
    },
  }),
];
