import assert from 'node:assert/strict';
import type { Snapshot } from '../../contracts/index.ts';
import { assertRejects } from '../support/assert-code.ts';
import { type ContractRow, contractRows, LARGE_RANK } from './contract-rows.ts';
import { assertRows, onlyPartition, openSnapshot, read, readPages } from './read-rows.ts';
import { noResumeNeeded, resumeNeeded, type SourceCase, sourceCase } from './source-case.ts';
import type { SourceFixture } from './source-harness.ts';

export const resuming: readonly SourceCase[] = [
  sourceCase({
    id: 'source.resume.after-every-page',
    title: 'goes on after any page in another process, with the record through JSON in between',
    needs: resumeNeeded,
    check: (fixture) => assertResumable(fixture, contractRows(30, 1, 1n)),
  }),
  sourceCase({
    id: 'source.resume.large-neighbours',
    title: 'goes on between rows whose sort values no JavaScript number can tell apart',
    needs: resumeNeeded,
    check: (fixture) => assertResumable(fixture, contractRows(9, 20, LARGE_RANK)),
  }),
  sourceCase({
    id: 'source.resume.at-the-end',
    title: 'reads nothing more after the last row',
    needs: resumeNeeded,
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);
      const partition = onlyPartition(snapshot);
      const last = (await readPages(fixture, snapshot, partition)).at(-1);
      assert.ok(last !== undefined, 'no page of 5 rows');

      assert.deepEqual(await readPages(fixture, last.snapshot, partition, { after: last.cursor }), []);
    },
  }),
  sourceCase({
    id: 'source.resume.cursor-is-json-text',
    title: 'gives cursors that are JSON text',
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);

      for (const { cursor } of await readPages(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1 })) {
        assert.equal(typeof cursor, 'string');
        assert.doesNotThrow(() => JSON.parse(cursor), 'the cursor is no JSON text');
      }
    },
  }),
  sourceCase({
    id: 'source.resume.refused',
    title: 'refuses to go on, rather than start over, when it can not resume',
    needs: noResumeNeeded,
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);
      const [page] = await readPages(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1 });
      assert.ok(page !== undefined, 'no page of 5 rows');

      const resumed = read(fixture, snapshot, onlyPartition(snapshot), { after: page.cursor });

      await assertRejects(resumed[Symbol.asyncIterator]().next());
    },
  }),
];

async function assertResumable(fixture: SourceFixture, rows: readonly ContractRow[]): Promise<void> {
  await fixture.addRows(rows);
  const snapshot = await openSnapshot(fixture);
  for (const targetPageBytes of [1, 700]) await assertResumableAt(targetPageBytes, fixture, snapshot, rows);
}

async function assertResumableAt(
  targetPageBytes: number,
  fixture: SourceFixture,
  snapshot: Snapshot,
  rows: readonly ContractRow[],
): Promise<void> {
  const partition = onlyPartition(snapshot);
  const pages = await readPages(fixture, snapshot, partition, { targetPageBytes });
  const ids = pages.flatMap((page) => page.ids);
  assertRows([ids], rows);

  let seen = 0;
  for (const page of pages) {
    seen += page.ids.length;
    const rest = await readPages(fixture, page.snapshot, partition, { after: page.cursor });
    assert.deepEqual(
      rest.flatMap((later) => later.ids),
      ids.slice(seen),
      `going on after row ${seen}`,
    );
  }
}
