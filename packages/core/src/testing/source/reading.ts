import assert from 'node:assert/strict';
import { assertJson } from '../support/json.ts';
import { contractRows } from './contract-rows.ts';
import { assertRows, documentsOf, onlyPartition, openSnapshot, read, readIds, readPages } from './read-rows.ts';
import { jsonNeeded, type SourceCase, sourceCase } from './source-case.ts';

const MIB = 1024 ** 2;

export const reading: readonly SourceCase[] = [
  sourceCase({
    id: 'source.read.every-row-once',
    title: 'reads every row exactly once, in the order asked for',
    async check(fixture) {
      const rows = contractRows(64);
      await fixture.addRows(rows);

      assertRows(await readIds(fixture, await openSnapshot(fixture)), rows);
    },
  }),
  sourceCase({
    id: 'source.read.any-page-size',
    title: 'reads the same rows in the same order again, whatever the page size',
    async check(fixture) {
      const rows = contractRows(64);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture);

      const first = await readIds(fixture, snapshot);

      assertRows(first, rows);
      for (const targetPageBytes of [1, 700, 3000, 64 * MIB]) {
        assert.deepEqual(await readIds(fixture, snapshot, { targetPageBytes }), first);
      }
    },
  }),
  sourceCase({
    id: 'source.read.honest-pages',
    title: 'yields pages that are never empty, hold the rows they count, and are of the declared kind',
    async check(fixture, { batches }) {
      await fixture.addRows(contractRows(20));
      const snapshot = await openSnapshot(fixture);

      for await (const page of read(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1000 })) {
        assert.equal(page.rows.kind, batches);
        assert.ok(page.count >= 1, 'an empty page');
        assert.equal(documentsOf(page.rows).length, page.count, 'the page does not hold the rows it counts');
        if (page.snapshot !== undefined) assertJson(page.snapshot, 'the renewed snapshot');
      }
    },
  }),
  sourceCase({
    id: 'source.read.follows-page-target',
    title: 'makes small pages when small pages are wanted, so that memory stays flat',
    async check(fixture) {
      await fixture.addRows(contractRows(64));
      const snapshot = await openSnapshot(fixture);

      const pages = await readPages(fixture, snapshot, onlyPartition(snapshot), { targetPageBytes: 1 });

      assert.ok(pages.length >= 4, `${pages.length} pages of 64 rows when pages of 1 byte are wanted`);
    },
  }),
  sourceCase({
    id: 'source.read.every-character',
    title: 'keeps every character of a text',
    async check(fixture) {
      const rows = contractRows(2);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture);

      const texts: unknown[] = [];
      for await (const page of read(fixture, snapshot, onlyPartition(snapshot))) {
        texts.push(...documentsOf(page.rows).map((document) => document['text']));
      }

      assert.deepEqual(
        texts,
        rows.map((row) => row.text),
      );
    },
  }),
  sourceCase({
    id: 'source.read.every-digit',
    title: 'keeps every digit of a number in a batch of JSON',
    needs: jsonNeeded,
    async check(fixture) {
      const rows = contractRows(9);
      await fixture.addRows(rows);
      const snapshot = await openSnapshot(fixture);

      let json = '';
      for await (const page of read(fixture, snapshot, onlyPartition(snapshot))) {
        if (page.rows.kind === 'json') json += new TextDecoder().decode(page.rows.bytes);
      }

      for (const { rank } of rows) assert.ok(json.includes(String(rank)), 'a digit beyond 2^53 is lost');
    },
  }),
];
