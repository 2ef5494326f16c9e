import assert from 'node:assert/strict';
import { sqliteSource } from '@export-engine/adapter-sqlite';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';
import { readAll, readJson, signal } from './support/read-all.ts';
import { runScript } from './support/run-script.ts';

const ACCOUNTS = 5000;
const MONEY = 100;
const accounts = `
  CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, money INTEGER, text TEXT);
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${ACCOUNTS})
    INSERT INTO accounts (money, text) SELECT ${MONEY}, hex(randomblob(100)) FROM c`;
const query = { table: 'accounts' };

describe('sqliteSource, beside a process that writes all the time', () => {
  for (const journalMode of ['wal', 'delete'] as const) {
    it(`freezes whole transactions and nothing else (journal mode ${journalMode})`, { timeout: 60_000 }, async () => {
      await using backend = await createDatabase(accounts, journalMode);
      await using writer = runScript(new URL('support/scripts/move-money.ts', import.meta.url), backend.path);
      await writer.said('moving');
      const source = sqliteSource({ path: backend.path, busyTimeoutMs: 30_000 });

      for (let round = 0; round < 5; round += 1) {
        const snapshot = await source.open(query, { partitions: 1 + round, signal });
        const first = await readJson(source, query, snapshot);
        const rows = await readAll(source, query, snapshot);

        assert.deepEqual(await readJson(source, query, snapshot), first);
        assert.equal(snapshot.expectedRows, ACCOUNTS);
        assert.equal(rows.length, ACCOUNTS);
        assert.equal(
          rows.reduce((sum, { money }) => sum + Number(money), 0),
          ACCOUNTS * MONEY,
          'a row was taken from another transaction',
        );
        await source.close(snapshot, { signal });
      }
    });

    it(`leaves the unfinished change of a killed writer out (journal mode ${journalMode})`, {
      timeout: 60_000,
    }, async () => {
      await using backend = await createDatabase(accounts, journalMode);
      const writer = runScript(new URL('support/scripts/crash-in-transaction.ts', import.meta.url), backend.path);
      await writer.said('changed');
      await writer.kill();
      const source = sqliteSource({ path: backend.path });

      if (journalMode === 'delete') {
        // A connection that only reads must not roll back; the next writer does it in passing.
        await assert.rejects(source.open(query, { partitions: 1, signal }), {
          code: 'EXPORT_SOURCE_UNAVAILABLE',
          message: /recovered by a process that may write/,
        });
        backend.database.exec('SELECT count(*) FROM accounts');
      }
      const rows = await readAll(source, query, await source.open(query, { partitions: 1, signal }));

      assert.equal(rows.length, ACCOUNTS);
      assert.ok(rows.every(({ money }) => money === MONEY));
    });
  }
});
