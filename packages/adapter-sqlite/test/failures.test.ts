import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SqliteQuery, type SqliteSourceOptions, sqliteSource } from '@export-engine/adapter-sqlite';
import { type ErrorCode, ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';
import { signal } from './support/read-all.ts';

const schema = `
  CREATE TABLE posts (id INTEGER PRIMARY KEY, text TEXT, tags TEXT);
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3000)
    INSERT INTO posts SELECT x, 'secret ' || hex(randomblob(50)), 'secret' FROM c;
  CREATE VIRTUAL TABLE posts_fts USING fts5(text, content='posts', content_rowid='id')`;

describe('sqliteSource', () => {
  const refused: readonly (readonly [what: string, query: SqliteQuery, words: RegExp])[] = [
    ['a table that is not there', { table: 'tweets' }, /no table or view "tweets"/],
    ['a column that is not there', { table: 'posts', where: { author: 'ada' } }, /no column "author"/],
    ['a statement with a syntax error', { sql: 'SELECT * FORM posts' }, /near "FORM": syntax error/],
    ['a table that is not there, in a statement', { sql: 'SELECT * FROM tweets' }, /no such table: tweets/],
    ['a text in double quotes', { sql: 'SELECT id FROM posts WHERE text = "a"' }, /no such column: "a"/],
    ['a statement that deletes', { sql: 'WITH x AS (SELECT 1) DELETE FROM posts' }, /only a SELECT/],
    ['one that deletes and returns', { sql: 'WITH x AS (SELECT 1) DELETE FROM posts RETURNING id' }, /only a SELECT/],
    ['two columns of one name', { sql: 'SELECT a.id, b.id FROM posts a, posts b' }, /"id"; rename one/],
    ['a function that loads code', { sql: "SELECT load_extension('evil')" }, /could not run the statement/],
    ['a statement that fails on the way', { sql: 'SELECT json(text) FROM posts' }, /could not run the statement/],
    ['text that is no JSON', { table: 'posts', json: ['tags'] }, /Column "tags" is declared as "json"/],
    ['a wrong search', { table: 'posts', match: { index: 'posts_fts', query: '"open' } }, /full-text query/],
    ['a search of no index', { table: 'posts', match: { index: 'posts', query: 'a' } }, /no such column/],
  ];
  it.each(refused)('refuses %s, leaves no copy behind, and repeats no row', async (_what, query, words) => {
    await using backend = await createDatabase(schema);

    const error = await opening({ path: backend.path }, query);

    assert.equal(error.code, 'EXPORT_SOURCE_REJECTED' satisfies ErrorCode);
    assert.match(error.message, words);
    assert.ok(!error.message.includes('secret'));
    assert.deepEqual(await readdir(`${backend.path}-exports`), []);
    assert.equal(backend.database.prepare('SELECT count(*) AS n FROM posts').get()?.['n'], 3000);
  });

  it('says that a locked database is unavailable for now, and opens when the lock is gone', async () => {
    await using backend = await createDatabase(schema, 'delete');
    backend.database.exec('BEGIN EXCLUSIVE');

    const error = await opening({ path: backend.path, busyTimeoutMs: 50 });

    assert.equal(error.code, 'EXPORT_SOURCE_UNAVAILABLE');
    assert.equal(error.isRetryable, true);
    setTimeout(() => backend.database.exec('COMMIT'), 200);
    const source = sqliteSource({ path: backend.path, busyTimeoutMs: 30_000 });
    assert.equal((await source.open({ table: 'posts' }, { partitions: 1, signal })).expectedRows, 3000);
  });

  it('refuses a database that is missing, a folder, or no database', async () => {
    await using backend = await createDatabase();
    const text = join(backend.folder, 'text.db');
    await mkdir(join(backend.folder, 'a-folder'));
    await writeFile(text, 'no database '.repeat(100));

    assert.match((await opening({ path: join(backend.folder, 'nobody.db') })).message, /missing/);
    assert.match((await opening({ path: join(backend.folder, 'a-folder') })).message, /not that of a file/);
    assert.match((await opening({ path: text })).message, /not a SQLite database/);
    assert.deepEqual((await readdir(backend.folder)).includes('nobody.db'), false);
  });

  it('never takes a damaged or shortened database for a whole one', async () => {
    await using backend = await createDatabase(schema, 'delete');
    const whole = await readFile(backend.path);
    const path = join(backend.folder, 'damaged.db');

    for (let share = 2; share < 10; share += 1) {
      const middle = Math.floor((whole.length * share) / 10);
      const damaged = Buffer.from(whole).fill(0xff, middle, middle + 5000);
      for (const bytes of [damaged, whole.subarray(0, middle)]) {
        await writeFile(path, bytes);
        const rows = await sqliteSource({ path })
          .open({ table: 'posts' }, { partitions: 1, signal })
          .then(
            ({ expectedRows }) => expectedRows,
            (error: ExportEngineError) => error.code,
          );
        assert.ok(rows === 3000 || rows === 'EXPORT_SOURCE_REJECTED', `${rows} after damage at ${middle}`);
      }
    }
  });

  it('stops a result that grows beyond its bound, and leaves no copy behind', async () => {
    await using backend = await createDatabase();
    const sql = 'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c';

    const error = await opening({ path: backend.path, maxSnapshotBytes: 1_000_000 }, { sql });

    assert.match(error.message, /more than the 1000000 bytes/);
    assert.deepEqual(await readdir(`${backend.path}-exports`), []);
    const few = { sql: 'SELECT 1 AS a' };
    assert.match((await opening({ path: backend.path, maxSnapshotBytes: 7 }, few)).message, /more than the 7 bytes/);
    const source = sqliteSource({ path: backend.path, maxSnapshotBytes: 8 });
    assert.equal((await source.open(few, { partitions: 1, signal })).expectedRows, 1);
  });

  it('refuses a folder for copies that can not be made', async () => {
    await using backend = await createDatabase(schema);

    const error = await opening({ path: backend.path, snapshotFolder: backend.path });

    assert.equal(error.code, 'EXPORT_SOURCE_REJECTED');
    assert.match(error.message, /folder for copies.*EEXIST/);
  });

  it('says that a copy is incomplete when it has another size, and lost when it is gone', async () => {
    await using backend = await createDatabase(schema);
    const source = sqliteSource({ path: backend.path });
    const snapshot = await source.open({ table: 'posts' }, { partitions: 1, signal });
    const [name = ''] = await readdir(`${backend.path}-exports`);
    const read = (view = snapshot): Promise<unknown> => {
      const [partition = { index: 0, state: null }] = view.partitions;
      return source
        .read({ table: 'posts' }, view, partition, { targetPageBytes: 1000, signal })
        [Symbol.asyncIterator]()
        .next();
    };

    const path = join(`${backend.path}-exports`, name);
    await appendFile(path, '{}\n');
    await assert.rejects(read(), { code: 'EXPORT_SOURCE_INCOMPLETE' });
    await writeFile(path, '{}\n');
    await assert.rejects(read(), { code: 'EXPORT_SOURCE_INCOMPLETE' });
    await source.close(snapshot, { signal });
    await assert.rejects(read(), { code: 'EXPORT_SOURCE_CURSOR_LOST' });
  });

  it.each([null, {}, { id: '../../secret', bytes: 1 }, { id: 'a'.repeat(36), bytes: -1 }])(
    'takes %j for no snapshot of its own',
    async (state) => {
      const source = sqliteSource({ path: 'any.db' });

      await assert.rejects(source.close({ state, partitions: [] }, { signal }), { code: 'EXPORT_SOURCE_CURSOR_LOST' });
    },
  );

  it('takes the cursor of somebody else for lost', async () => {
    await using backend = await createDatabase(schema);
    const source = sqliteSource({ path: backend.path });
    const snapshot = await source.open({ table: 'posts' }, { partitions: 2, signal });
    const [first = { index: 0, state: null }, second = first] = snapshot.partitions;

    for (const [partition, after] of [
      [first, 'x'],
      [first, '1e3'],
      [second, '0'],
      [{ index: 0, state: 7 }, '0'],
    ] as const) {
      const pages = source.read({ table: 'posts' }, snapshot, partition, { after, targetPageBytes: 1000, signal });
      await assert.rejects(pages[Symbol.asyncIterator]().next(), { code: 'EXPORT_SOURCE_CURSOR_LOST' });
    }
  });

  it.each<readonly [unknown, RegExp]>([
    [undefined, /object of options/],
    [{}, /"path".*missing/],
    [{ path: ':memory:' }, /"path".*file/],
    [{ path: 'file:posts.db?mode=ro' }, /"path".*URI/],
    [{ path: 'a', snapshotFolder: '' }, /"snapshotFolder"/],
    [{ path: 'a', keepAliveSeconds: 59 }, /"keepAliveSeconds".*60 to/],
    [{ path: 'a', maxSnapshotBytes: 0 }, /"maxSnapshotBytes"/],
    [{ path: 'a', busyTimeoutMs: -1 }, /"busyTimeoutMs"/],
    [{ path: 'a', maxThreads: 0 }, /"maxThreads"/],
    [{ path: 'a', database: {} }, /unknown option "database"/],
  ])('refuses the options %j', (options, words) => {
    assert.throws(
      () => sqliteSource(options as SqliteSourceOptions),
      (error) => ExportEngineError.isInstance(error) && words.test(error.message),
    );
  });

  it('touches nothing when it is made, and nothing outside its folder', async () => {
    await using backend = await createDatabase(schema);
    const snapshotFolder = join(backend.folder, 'deep', 'copies');
    const source = sqliteSource({ path: backend.path, snapshotFolder });
    assert.ok(!(await readdir(backend.folder)).includes('deep'));

    await mkdir(snapshotFolder, { recursive: true });
    await writeFile(join(snapshotFolder, 'notes.txt'), 'mine');
    const snapshot = await source.open({ table: 'posts' }, { partitions: 1, signal });
    await source.close(snapshot, { signal });

    assert.deepEqual(await readdir(snapshotFolder), ['notes.txt']);
  });
});

async function opening(
  options: SqliteSourceOptions,
  query: SqliteQuery = { table: 'posts' },
): Promise<ExportEngineError> {
  const source = sqliteSource(options);
  const result = await source.open(source.validate(query), { partitions: 1, signal }).catch((error: unknown) => error);
  assert.ok(ExportEngineError.isInstance(result), 'it should have been refused');
  return result;
}
