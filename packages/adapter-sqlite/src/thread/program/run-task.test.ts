import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { createDatabase } from '../../../test/support/database.ts';
import { runTask } from './run-task.ts';

const posts = `
  CREATE TABLE posts (id INTEGER PRIMARY KEY, text TEXT);
  INSERT INTO posts VALUES (9007199254740993, 'a'), (1, 'b
c')`;

describe('runTask', () => {
  it('copies rows in their order, each on a line of its own, and tells how many there are', async () => {
    await using backend = await createDatabase(posts);
    const file = join(backend.folder, 'rows');

    const answer = runTask({ kind: 'copy', path: backend.path, busyTimeoutMs: 0, file, query: { table: 'posts' } });

    const text = await readFile(file, 'utf8');
    assert.equal(text, '{"id":1,"text":"b\\nc"}\n{"id":9007199254740993,"text":"a"}\n');
    assert.deepEqual(answer, { result: { rows: 2, bytes: text.length } });
  });

  it('copies more than it collects before it writes', async () => {
    await using backend = await createDatabase();
    const file = join(backend.folder, 'rows');
    const sql =
      "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000) SELECT x, 'é' AS e FROM c";

    const answer = runTask({ kind: 'copy', path: backend.path, busyTimeoutMs: 0, file, query: { sql } });

    const bytes = await readFile(file);
    const rows = bytes.toString().trimEnd().split('\n');
    assert.deepEqual(answer, { result: { rows: 20_000, bytes: bytes.length } });
    assert.deepEqual(
      rows.map((row) => JSON.parse(row).x),
      rows.map((_, index) => index + 1),
    );
  });

  it('never writes over a file', async () => {
    await using backend = await createDatabase(posts);

    const answer = runTask({
      kind: 'copy',
      path: backend.path,
      busyTimeoutMs: 0,
      file: backend.path,
      query: { table: 'posts' },
    });

    assert.ok('failure' in answer);
    assert.equal(answer.failure.cause?.['code'], 'EEXIST');
  });

  it('describes without running the statement', async () => {
    await using backend = await createDatabase(posts);
    const query = { sql: 'SELECT id, json(text) AS broken FROM posts' };

    assert.deepEqual(runTask({ kind: 'describe', path: backend.path, busyTimeoutMs: 0, query }), {
      result: [
        { path: 'id', type: 'number' },
        { path: 'broken', type: 'auto' },
      ],
    });
  });
});
