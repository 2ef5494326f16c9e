import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { generatePosts } from '../src/data/generate-posts.ts';
import { seedPosts } from '../src/search/sqlite/seed-posts.ts';

describe('seeding', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    path = join(folder, 'data', 'posts.sqlite');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes every post with all its digits, and an index that fits', async () => {
    assert.deepEqual(await seedPosts({ path, count: 3000 }), { wasSeeded: false });

    using database = new DatabaseSync(path, { readBigInts: true });
    const rows = database.prepare('SELECT * FROM posts ORDER BY PostID').all();
    const expected = [...generatePosts({ count: 3000 })].map(({ PostID, UserID, DateCreated, Content, Tags }) => ({
      PostID,
      UserID,
      DateCreated: DateCreated ?? null,
      Content: Content ?? null,
      Tags: Tags ? JSON.stringify(Tags) : null,
    }));
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      expected.sort((one, other) => (one.PostID < other.PostID ? -1 : 1)),
    );
    database.exec(`INSERT INTO posts_text (posts_text, rank) VALUES ('integrity-check', 1)`);
  });

  it('is done once, and again for other posts', async () => {
    await seedPosts({ path, count: 100 });

    assert.deepEqual(await seedPosts({ path, count: 100 }), { wasSeeded: true });
    assert.deepEqual(await seedPosts({ path, count: 101 }), { wasSeeded: false });
    assert.deepEqual(await seedPosts({ path, count: 101, seed: 2 }), { wasSeeded: false });
    assert.equal(countOf(path), 101);
  });

  it('is done once when two begin at the same time', async () => {
    const results = await Promise.all([seedPosts({ path, count: 5000 }), seedPosts({ path, count: 5000 })]);

    assert.deepEqual(results.map(({ wasSeeded }) => wasSeeded).sort(), [false, true]);
    assert.equal(countOf(path), 5000);
  });

  it('leaves nothing when it is interrupted, and tells the reason', async () => {
    const stopper = new AbortController();
    const reason = new Error('Enough.');
    const onProgress = (): void => stopper.abort(reason);

    await assert.rejects(
      seedPosts({ path, count: 10_000, onProgress, signal: stopper.signal }),
      (error) => error === reason,
    );
    assert.deepEqual(await seedPosts({ path, count: 500 }), { wasSeeded: false });
    assert.equal(countOf(path), 500);
  });

  it('says so when the file is no database', async () => {
    path = join(folder, 'posts.sqlite');
    await writeFile(path, 'not a database, but long enough to look like one'.repeat(100));

    await assert.rejects(seedPosts({ path, count: 1 }), /file is not a database/);
  });
});

function countOf(path: string): unknown {
  using database = new DatabaseSync(path, { readOnly: true });
  return database.prepare('SELECT count(*) AS posts FROM posts').get()?.['posts'];
}
