import assert from 'node:assert/strict';
import { contractRows } from './contract-rows.ts';
import { assertRows, assertSameRows, openSnapshot, readIds, readPages } from './read-rows.ts';
import { partitionsNeeded, type SourceCase, sourceCase } from './source-case.ts';
import type { SourceFixture } from './source-harness.ts';

export const partitioning: readonly SourceCase[] = [
  sourceCase({
    id: 'source.partitions.complete-and-disjoint',
    title: 'splits a view into partitions that hold every row exactly once, read by many at the same time',
    needs: partitionsNeeded,
    async check(ordered) {
      const fixture = unordered(ordered);
      const rows = contractRows(90);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture, 3);

      const pages = await Promise.all(
        snapshot.partitions.map((partition) => readPages(fixture, snapshot, partition, { targetPageBytes: 1000 })),
      );

      assert.ok(snapshot.partitions.length > 1, 'one partition of 90 rows when 3 are wanted');
      assertSameRows(
        pages.flat().flatMap((page) => page.ids),
        rows,
      );
    },
  }),
  sourceCase({
    id: 'source.partitions.resumable',
    title: 'goes on after a page within its partition and never leaves it',
    needs: {
      what: "partitions: true with resume: 'snapshot' or 'keyset'",
      isMet: ({ partitions, resume }) => partitions && resume !== 'none',
    },
    async check(ordered) {
      const fixture = unordered(ordered);
      const rows = contractRows(60);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture, 3);

      const ids: string[] = [];
      for (const partition of snapshot.partitions) {
        const [first] = await readPages(fixture, snapshot, partition, { targetPageBytes: 1 });
        const after = first?.cursor;
        const rest =
          after === undefined ? [] : await readPages(fixture, first?.snapshot ?? snapshot, partition, { after });
        ids.push(...(first?.ids ?? []), ...rest.flatMap((page) => page.ids));
      }

      assertSameRows(ids, rows);
    },
  }),
  sourceCase({
    id: 'source.partitions.in-order',
    title: 'gives partitions that are the rows in the order asked for, when they are read one after the other',
    needs: partitionsNeeded,
    async check(fixture) {
      const rows = contractRows(90);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture, 3);

      const partitions = await readIds(fixture, snapshot);

      assertRows([partitions.flat()], rows);
    },
  }),
];

function unordered(fixture: SourceFixture): SourceFixture {
  return { ...fixture, query: fixture.unorderedQuery ?? fixture.query };
}
