import assert from 'node:assert/strict';
import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteSource } from '@export-engine/adapter-sqlite';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';
import { readAll, signal } from './support/read-all.ts';
import { runScript } from './support/run-script.ts';

const schema = 'CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2)';
const query = { table: 't' };

/** Makes a file look as if nobody had touched it for that long. */
async function age(path: string, seconds: number): Promise<void> {
  const then = new Date(Date.now() - seconds * 1000);
  await utimes(path, then, then);
}

describe('sqliteSource, after a crash', () => {
  it('removes what a process left that was killed while it opened a view, once it is old', {
    timeout: 60_000,
  }, async () => {
    await using backend = await createDatabase(schema);
    const copies = `${backend.path}-exports`;
    const source = sqliteSource({ path: backend.path, keepAliveSeconds: 60 });
    const killed = runScript(new URL('support/scripts/open-forever.ts', import.meta.url), backend.path);
    await killed.said('opening');
    while ((await sizes(copies)).every((size) => size === 0)) await sleep(10);
    await killed.kill();
    const [leftover = ''] = await readdir(copies);

    await source.open(query, { partitions: 1, signal });
    assert.ok((await readdir(copies)).includes(leftover), 'it could be in use');
    await age(join(copies, leftover), 61);
    await source.open(query, { partitions: 1, signal });

    assert.ok(!(await readdir(copies)).includes(leftover));
    assert.equal((await readdir(copies)).length, 2, 'the two views are still there');
  });

  it('keeps a view that is read, however old it is', async () => {
    await using backend = await createDatabase(schema);
    const source = sqliteSource({ path: backend.path, keepAliveSeconds: 60 });
    const snapshot = await source.open(query, { partitions: 1, signal });
    const [name = ''] = await readdir(`${backend.path}-exports`);
    await age(join(`${backend.path}-exports`, name), 3600);

    assert.equal((await readAll(source, query, snapshot)).length, 2);
    await source.open(query, { partitions: 1, signal });

    assert.equal((await readAll(source, query, snapshot)).length, 2);
  });

  it('lets nobody else look into the copies', async () => {
    await using backend = await createDatabase(schema);
    await sqliteSource({ path: backend.path }).open(query, { partitions: 1, signal });
    const [name = ''] = await readdir(`${backend.path}-exports`);

    assert.equal((await stat(`${backend.path}-exports`)).mode & 0o077, 0);
    assert.equal((await stat(join(`${backend.path}-exports`, name))).mode & 0o077, 0);
  });
});

async function sizes(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  const stats = await Promise.all(names.map((name) => stat(join(folder, name))));
  return stats.map(({ size }) => size);
}
