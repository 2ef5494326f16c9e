import assert from 'node:assert/strict';
import { eventually } from '../support/eventually.ts';
import { assertAbortedBefore, assertAbortedInFlight, assertNoListeners } from '../support/signals.ts';
import { contractRows } from './contract-rows.ts';
import { onlyPartition, openSnapshot, read, readPages } from './read-rows.ts';
import { type SourceCase, sourceCase } from './source-case.ts';
import type { SourceFixture } from './source-harness.ts';

export const aborting: readonly SourceCase[] = [
  sourceCase({
    id: 'source.abort.before',
    title: 'rejects with signal.reason and opens nothing when the signal is already aborted',
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const snapshot = await openSnapshot(fixture);
      const source = fixture.connect();
      const query = source.validate(fixture.query);
      const openBefore = await fixture.openSnapshots();

      await assertAbortedBefore((signal) => source.describe(query, { signal }));
      await assertAbortedBefore((signal) => source.open(query, { partitions: 1, signal }));
      await assertAbortedBefore((signal) => firstPage(fixture, snapshot, signal));
      await assertAbortedBefore((signal) => source.close(snapshot, { signal }));

      await assertNothingMoreIsOpen(fixture, openBefore);
    },
  }),
  sourceCase({
    id: 'source.abort.open-in-flight',
    title: 'closes what it opened and rejects with signal.reason when aborted while opening',
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const source = fixture.connect();
      const query = source.validate(fixture.query);

      await assertAbortedInFlight(async (signal) => {
        const snapshot = await source.open(query, { partitions: 1, signal });
        await source.close(snapshot, { signal: new AbortController().signal });
      });

      await assertNothingMoreIsOpen(fixture, 0);
    },
  }),
  sourceCase({
    id: 'source.abort.describe-in-flight',
    title: 'rejects with signal.reason when aborted while describing',
    async check(fixture) {
      await fixture.addRows(contractRows(5));
      const source = fixture.connect();

      await assertAbortedInFlight((signal) => source.describe(source.validate(fixture.query), { signal }));

      await assertNothingMoreIsOpen(fixture, 0);
    },
  }),
  sourceCase({
    id: 'source.abort.read-in-flight',
    title: 'frees what a read holds and rejects with signal.reason when aborted while a page is under way',
    async check(fixture) {
      await fixture.addRows(contractRows(20));
      const snapshot = await openSnapshot(fixture);
      const openBefore = await fixture.openSnapshots();

      await assertAbortedInFlight((signal) => firstPage(fixture, snapshot, signal));

      await assertNothingMoreIsOpen(fixture, openBefore);
    },
  }),
  sourceCase({
    id: 'source.abort.between-pages',
    title: 'rejects with signal.reason when aborted between two pages',
    async check(fixture) {
      await fixture.addRows(contractRows(20));
      const snapshot = await openSnapshot(fixture);
      const controller = new AbortController();
      const { signal } = controller;
      const reason = new Error('aborted between two pages');
      const pages = read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1, signal })[
        Symbol.asyncIterator
      ]();
      await pages.next();

      controller.abort(reason);

      await assert.rejects(pages.next(), (error) => error === reason);
      await eventually(async () => assert.equal(await fixture.openReads(), 0, 'a read is still open'));
    },
  }),
  sourceCase({
    id: 'source.abort.no-listeners',
    title: 'leaves no listener on a signal that it was called with',
    async check(fixture) {
      await fixture.addRows(contractRows(20));
      const source = fixture.connect();
      const query = source.validate(fixture.query);
      const { signal } = new AbortController();

      await source.describe(query, { signal });
      const snapshot = await source.open(query, { partitions: 1, signal });
      await readPages(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1, signal });
      for await (const _page of read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1, signal })) break;
      await source.close(snapshot, { signal });

      await assertNoListeners(signal);
    },
  }),
];

async function firstPage(
  fixture: SourceFixture,
  snapshot: Parameters<typeof read>[1],
  signal: AbortSignal,
): Promise<void> {
  const pages = read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1, signal })[
    Symbol.asyncIterator
  ]();
  await pages.next();
  await pages.return?.();
}

async function assertNothingMoreIsOpen(fixture: SourceFixture, snapshots: number): Promise<void> {
  await eventually(async () => {
    assert.equal(await fixture.openReads(), 0, 'a read is still open');
    assert.equal(await fixture.openSnapshots(), snapshots, 'a view was left open');
  });
}
