import assert from 'node:assert/strict';
import type { Page } from '../../contracts/index.ts';
import { liveSignal } from '../support/signals.ts';
import { contractRows } from './contract-rows.ts';
import { assertRows, idsOf, onlyPartition, openSnapshot } from './read-rows.ts';
import { type SourceCase, snapshotNeeded, sourceCase } from './source-case.ts';

export const sharingAProcess: readonly SourceCase[] = [
  sourceCase({
    id: 'source.concurrency.reads-do-not-mix',
    title: 'serves many reads at once from one instance without mixing them up',
    async check(fixture) {
      const rows = contractRows(30);
      await fixture.addRows(rows);
      const source = fixture.connect();
      const query = source.validate(fixture.query);
      const snapshot = await openSnapshot(fixture);

      const reads = await Promise.all(
        [1, 500, 1000, 5000].map(async (targetPageBytes) => {
          const ids: string[] = [];
          const options = { targetPageBytes, signal: liveSignal() };
          for await (const page of source.read(query, snapshot, onlyPartition(snapshot), options))
            ids.push(...idsOf(page.rows));
          return ids;
        }),
      );

      for (const ids of reads) {
        assertRows([ids], rows);
        assert.deepEqual(ids, reads[0]);
      }
    },
  }),
  sourceCase({
    id: 'source.concurrency.views-do-not-mix',
    title: 'reads two views of different age page by page in turn, each as it was frozen',
    needs: snapshotNeeded,
    async check(fixture) {
      const rows = contractRows(20);
      const source = fixture.connect();
      const query = source.validate(fixture.query);
      await fixture.addRows(rows.slice(0, 10));
      const older = await source.open(query, { partitions: 1, signal: liveSignal() });
      await fixture.addRows(rows.slice(10));
      const newer = await source.open(query, { partitions: 1, signal: liveSignal() });

      const [olderIds, newerIds] = await inTurn(
        [older, newer].map((snapshot) =>
          source.read(query, snapshot, onlyPartition(snapshot), { targetPageBytes: 1, signal: liveSignal() }),
        ),
      );

      assertRows([olderIds ?? []], rows.slice(0, 10));
      assertRows([newerIds ?? []], rows);
    },
  }),
];

async function inTurn(reads: readonly AsyncIterable<Page>[]): Promise<readonly string[][]> {
  const running = reads.map((pages) => ({ pages: pages[Symbol.asyncIterator](), ids: [] as string[], isDone: false }));
  while (running.some((read) => !read.isDone)) {
    for (const read of running.filter(({ isDone }) => !isDone)) {
      const { done, value } = await read.pages.next();
      read.isDone = done === true;
      if (done !== true) read.ids.push(...idsOf(value.rows));
    }
  }
  return running.map((read) => read.ids);
}
