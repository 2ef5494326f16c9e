import assert from 'node:assert/strict';
import { memorySource, type Page, type Source } from '@export-engine/core';
import { describe, it } from 'vitest';
import { pacedSource } from '../src/api/exports/paced-source.ts';

const rows = Array.from({ length: 400 }, (_, index) => ({ id: index, text: 'x'.repeat(300) }));
const { signal: never } = new AbortController();

describe('a paced source', () => {
  it('gives the same rows, no faster than asked and in pages that come evenly', async () => {
    const source = pacedSource(memorySource({ rows }), 800);
    const startedAt = performance.now();
    const pages: Page[] = [];
    for await (const page of await read(source, never)) pages.push(page);

    const ms = performance.now() - startedAt;
    assert.ok(ms >= 490, `It took ${ms} ms.`);
    assert.deepEqual(pages.flatMap(documents), rows);
    assert.ok(Math.max(...pages.map(({ count }) => count)) <= 400, 'No page is worth more than half a second.');
    assert.ok(pages.length >= 2);
  });

  it('is woken by an abort, and rejects with its reason', async () => {
    const stopper = new AbortController();
    const reason = new Error('Enough.');
    const pages = await read(pacedSource(memorySource({ rows }), 1), stopper.signal);
    setTimeout(() => stopper.abort(reason), 20);
    const startedAt = performance.now();

    await assert.rejects(pages[Symbol.asyncIterator]().next(), (error) => error === reason);
    assert.ok(performance.now() - startedAt < 1000);
  });
});

async function read(source: Source, signal: AbortSignal): Promise<AsyncIterable<Page>> {
  const query = source.validate({});
  const snapshot = await source.open(query, { partitions: 1, signal });
  const [partition] = snapshot.partitions;
  assert.ok(partition);
  return source.read(query, snapshot, partition, { targetPageBytes: 1_000_000, signal });
}

function documents({ rows: batch }: Page): readonly object[] {
  return batch.kind === 'documents' ? batch.documents : (JSON.parse(Buffer.from(batch.bytes).toString()) as object[]);
}
