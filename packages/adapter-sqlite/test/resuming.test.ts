import assert from 'node:assert/strict';
import { sqliteSource } from '@export-engine/adapter-sqlite';
import type { Snapshot } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';
import { openFiles } from './support/open-files.ts';
import { signal } from './support/read-all.ts';

const ROWS = 200;
const query = { table: 'posts', orderBy: [{ column: 'day' }] };
const schema = `
  CREATE TABLE posts (id INTEGER PRIMARY KEY, day INTEGER, text TEXT);
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${ROWS})
    INSERT INTO posts SELECT 9007199254740992 + x, x % 7, printf('%.*c', x * 37 % 1000, 'x') FROM c`;

/** Reads a view as workers do that are killed after a few pages each: every one starts from the record alone. */
async function readWithKills(
  path: string,
  snapshot: Snapshot,
  wish: { page: number; pagesPerLife: number },
): Promise<string> {
  const rows: string[] = [];
  for (let partition = 0; partition < snapshot.partitions.length; partition += 1) {
    let after: string | undefined;
    for (let isRead = false; !isRead; ) {
      const record = JSON.parse(JSON.stringify({ snapshot, after })) as { snapshot: Snapshot; after?: string };
      const share = record.snapshot.partitions[partition] ?? { index: 0, state: null };
      const options = { after: record.after, targetPageBytes: wish.page, signal };
      let pages = 0;
      isRead = true;
      for await (const page of sqliteSource({ path }).read(query, record.snapshot, share, options)) {
        if (pages === wish.pagesPerLife) {
          isRead = false;
          break;
        }
        pages += 1;
        assert.ok(page.rows.kind === 'json');
        rows.push(Buffer.from(page.rows.bytes).toString().slice(1, -1));
        after = page.cursor;
      }
    }
  }
  return rows.join(',');
}

describe('sqliteSource', () => {
  it('gives the same rows, byte by byte, whatever the pages, the partitions and the kills', {
    timeout: 60_000,
  }, async () => {
    await using backend = await createDatabase(schema);
    const source = sqliteSource({ path: backend.path });
    const whole = await source.open(query, { partitions: 1, signal });
    const expected = await readWithKills(backend.path, whole, { page: 1024 * 1024, pagesPerLife: 10 });
    assert.equal(JSON.parse(`[${expected}]`).length, ROWS);
    const views = await Promise.all([1, 2, 3, 7, 200].map((partitions) => source.open(query, { partitions, signal })));
    backend.database.exec('DELETE FROM posts');

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...views),
        fc.oneof(fc.integer({ min: 500, max: 5000 }), fc.integer({ min: 5000, max: 100_000 })),
        fc.integer({ min: 1, max: 10 }),
        async (view, page, pagesPerLife) => {
          assert.equal(await readWithKills(backend.path, view, { page, pagesPerLife }), expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has the copy open only while somebody reads', async () => {
    await using backend = await createDatabase(schema);
    const source = sqliteSource({ path: backend.path });
    const snapshot = await source.open(query, { partitions: 1, signal });
    const [partition = { index: 0, state: null }] = snapshot.partitions;
    const read = () => source.read(query, snapshot, partition, { targetPageBytes: 10_000, signal });
    const isOpen = async (): Promise<boolean> => (await openFiles(`${backend.path}-exports`)).length > 0;

    assert.equal(await isOpen(), false);
    for await (const _page of read()) assert.equal(await isOpen(), process.platform === 'linux');
    assert.equal(await isOpen(), false);
    for await (const _page of read()) break;
    assert.equal(await isOpen(), false);
  });

  it('orders rows that are equal in the order asked for by their key, so that two copies are the same', async () => {
    await using backend = await createDatabase(schema);
    const source = sqliteSource({ path: backend.path });
    const read = async (): Promise<string> => {
      const snapshot = await source.open(query, { partitions: 1, signal });
      return readWithKills(backend.path, snapshot, { page: 10_000, pagesPerLife: 100 });
    };

    const before = await read();
    backend.database.exec('CREATE INDEX by_day ON posts (day, text DESC); ANALYZE');

    assert.equal(await read(), before);
  });
});
