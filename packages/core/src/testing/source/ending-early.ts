import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { contractRows } from './contract-rows.ts';
import { assertRows, onlyPartition, openSnapshot, read, readIds } from './read-rows.ts';
import { type SourceCase, sourceCase } from './source-case.ts';

export const endingEarly: readonly SourceCase[] = [
  sourceCase({
    id: 'source.read.frees-on-return',
    title: 'frees everything a read holds when its reader leaves early',
    async check(fixture) {
      await fixture.addRows(contractRows(20));
      const snapshot = await openSnapshot(fixture);

      for await (const _page of read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1 })) break;
      await read(fixture, snapshot, onlyPartition(snapshot))[Symbol.asyncIterator]().return?.();

      await eventually(async () => assert.equal(await fixture.openReads(), 0, 'a read is still open'));
    },
  }),
  sourceCase({
    id: 'source.read.frees-at-the-end',
    title: 'holds nothing after a read to the end',
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);

      await readIds(fixture, snapshot);

      await eventually(async () => assert.equal(await fixture.openReads(), 0, 'a read is still open'));
    },
  }),
  sourceCase({
    id: 'source.read.works-after-return',
    title: 'reads the view again after a reader left early',
    async check(fixture) {
      const rows = contractRows(20);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture);
      for await (const _page of read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1 })) break;

      assertRows(await readIds(fixture, snapshot), rows);
    },
  }),
];
