import assert from 'node:assert/strict';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { cutPartitions } from '../snapshot/cut-partitions.ts';
import type { PartitionState } from '../snapshot/snapshot-state.ts';
import { readRun } from './read-run.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes rows as a copy has them, and hands the open file on. */
async function withRows<Result>(
  rows: readonly unknown[],
  use: (file: Awaited<ReturnType<typeof open>>, bytes: number) => Promise<Result>,
): Promise<Result> {
  const path = join(folder, 'rows');
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(path, text);
  await using file = await open(path);
  return await use(file, Buffer.byteLength(text));
}

async function readShare(
  file: Awaited<ReturnType<typeof open>>,
  { start, end }: PartitionState,
  targetPageBytes: number,
): Promise<readonly unknown[]> {
  let before = Number.POSITIVE_INFINITY;
  const rows: unknown[] = [];
  for (let position = start; position < end; ) {
    const run = await readRun(file, { start: position, end, targetPageBytes });
    const page = JSON.parse(Buffer.from(run.bytes).toString()) as unknown[];
    assert.equal(page.length, run.count);
    assert.ok(run.size <= targetPageBytes || run.count === 1, 'more than one row beyond the target');
    const [firstRow] = page;
    assert.ok(
      before + Buffer.byteLength(JSON.stringify(firstRow)) >= targetPageBytes,
      'one more row would have fitted',
    );
    before = run.size;
    rows.push(...page);
    position += run.size;
  }
  return rows;
}

describe('readRun and cutPartitions', () => {
  it('give every row once and in order, whatever the sizes of rows, pages and partitions', async () => {
    const length = fc.oneof(fc.nat({ max: 100 }), fc.nat({ max: 60_000 }));
    const row = length.map((characters) => ({ text: 'é'.repeat(characters) }));
    const target = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100_000 }));

    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), target, fc.integer({ min: 1, max: 8 }), (rows, page, wanted) =>
        withRows(rows, async (file, bytes) => {
          const shares = await cutPartitions(file, { bytes, wanted });

          const read: unknown[] = [];
          for (const share of shares) read.push(...(await readShare(file, share, page)));

          assert.deepEqual(read, rows);
          assert.ok(shares.length <= wanted);
          assert.ok(rows.length === 0 || shares.every(({ start, end }) => end > start), 'an empty partition');
        }),
      ),
    );
  });

  it('cut rows of one size into shares of nearly one size', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ index: 1000 + index }));

    const shares = await withRows(rows, (file, bytes) => cutPartitions(file, { bytes, wanted: 7 }));

    const sizes = shares.map(({ start, end }) => end - start);
    assert.equal(shares.length, 7);
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 2 * '{"index":1000}\n'.length);
  });

  it('say so when the copy is shorter than it was, or ends in the middle of a row', async () => {
    await withRows([{ a: 1 }], async (file, bytes) => {
      const bounds = { start: 0, targetPageBytes: 1000 };

      await assert.rejects(readRun(file, { ...bounds, end: bytes + 1 }), { code: 'EXPORT_SOURCE_INCOMPLETE' });
      await assert.rejects(readRun(file, { ...bounds, end: bytes - 1 }), { code: 'EXPORT_SOURCE_INCOMPLETE' });
    });
  });
});
