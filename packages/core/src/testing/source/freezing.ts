import assert from 'node:assert/strict';
import { contractRows } from './contract-rows.ts';
import { assertRows, idsOf, onlyPartition, openSnapshot, read, readIds } from './read-rows.ts';
import { type SourceCase, snapshotNeeded, sourceCase } from './source-case.ts';

export const freezing: readonly SourceCase[] = [
  sourceCase({
    id: 'source.snapshot.hides-later-rows',
    title: 'does not see rows written after the snapshot, not even in the middle of a read',
    needs: snapshotNeeded,
    async check(fixture) {
      const rows = contractRows(20);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture);
      const ids: string[] = [];

      for await (const page of read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1 })) {
        if (ids.length === 0) await fixture.addRows(contractRows(20, 21));
        ids.push(...idsOf(page.rows));
      }

      assertRows([ids], rows);
      assertRows(await readIds(fixture, snapshot), rows);
    },
  }),
  sourceCase({
    id: 'source.snapshot.keeps-removed-rows',
    title: 'still sees rows removed after the snapshot',
    needs: snapshotNeeded,
    async check(fixture) {
      const rows = contractRows(20);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture);

      await fixture.removeRows(rows.slice(5).map((row) => row.id));

      assertRows(await readIds(fixture, snapshot, { targetPageBytes: 1000 }), rows);
    },
  }),
  sourceCase({
    id: 'source.snapshot.independent',
    title: 'keeps one snapshot readable when another one is closed',
    needs: snapshotNeeded,
    async check(fixture) {
      const rows = contractRows(12);
      await fixture.addRows(rows);
      const [closed, open] = [await openSnapshot(fixture), await openSnapshot(fixture)];
      assert.equal(await fixture.openSnapshots(), 2, 'two views are open');

      await fixture.connect().close(closed, { signal: new AbortController().signal });

      assertRows(await readIds(fixture, open), rows);
    },
  }),
];
