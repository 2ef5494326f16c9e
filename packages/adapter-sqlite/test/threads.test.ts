import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteSource } from '@export-engine/adapter-sqlite';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';

const counting = (to: string): string =>
  `WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c ${to}) SELECT x FROM c`;

describe('sqliteSource', () => {
  it('lets everything else go on while SQLite works on one long step', { timeout: 60_000 }, async () => {
    await using backend = await createDatabase();
    const source = sqliteSource({ path: backend.path });
    const sql = `SELECT max(x) AS most FROM (${counting('WHERE x < 3000000')})`;
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    const startedAt = performance.now();

    await source.open({ sql }, { partitions: 1, signal: new AbortController().signal });

    clearInterval(timer);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs > 100, `the step was too short to tell: ${tookMs} ms`);
    assert.ok(turns >= tookMs / 50, `${turns} turns in ${tookMs} ms`);
  });

  it('stops a query that never ends when it is aborted, and leaves no copy', { timeout: 60_000 }, async () => {
    await using backend = await createDatabase();
    const source = sqliteSource({ path: backend.path, maxSnapshotBytes: 1_000_000_000 });
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const opening = source.open({ sql: counting('') }, { partitions: 1, signal: controller.signal });
    const copies = async (): Promise<readonly string[]> => readdir(`${backend.path}-exports`).catch(() => []);
    while ((await copies()).length === 0) await sleep(5);

    controller.abort(reason);

    await assert.rejects(opening, (error) => error === reason);
    assert.deepEqual(await copies(), []);
  });
});
