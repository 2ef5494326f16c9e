import assert from 'node:assert/strict';
import { assertRejects } from '../support/assert-code.ts';
import { eventually } from '../support/eventually.ts';
import { throughJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import { contractRows } from './contract-rows.ts';
import { onlyPartition, openSnapshot, read } from './read-rows.ts';
import { type SourceCase, snapshotNeeded, sourceCase } from './source-case.ts';

export const closing: readonly SourceCase[] = [
  sourceCase({
    id: 'source.close.releases',
    title: 'really closes a view, from another process than opened it',
    needs: snapshotNeeded,
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture, 2);
      assert.equal(await fixture.openSnapshots(), 1, 'one view is open');

      await fixture.connect().close(throughJson(snapshot), { signal: liveSignal() });

      await eventually(async () => assert.equal(await fixture.openSnapshots(), 0, 'the view is still open'));
    },
  }),
  sourceCase({
    id: 'source.close.idempotent',
    title: 'closes a view that is already gone without complaint',
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);

      await fixture.connect().close(snapshot, { signal: liveSignal() });
      await fixture.connect().close(snapshot, { signal: liveSignal() });
    },
  }),
  sourceCase({
    id: 'source.close.read-after',
    title: 'says EXPORT_SOURCE_CURSOR_LOST to whoever reads a closed view, and never ends short',
    needs: snapshotNeeded,
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);
      await fixture.connect().close(snapshot, { signal: liveSignal() });

      const pages = read(fixture, snapshot, onlyPartition(snapshot))[Symbol.asyncIterator]();

      await assertRejects(pages.next(), 'EXPORT_SOURCE_CURSOR_LOST');
    },
  }),
];
