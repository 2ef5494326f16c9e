import { readdir } from 'node:fs/promises';
import { type SqliteQuery, sqliteSource } from '@export-engine/adapter-sqlite';
import type { SourceFixture, SourceHarness } from '@export-engine/core/testing';
import { createDatabase, type TestDatabase } from './database.ts';
import { openFiles } from './open-files.ts';

export interface Flavour {
  readonly journalMode: 'wal' | 'delete';
  readonly query: SqliteQuery;
  readonly emptyQuery: SqliteQuery;
}

const schema = `
  CREATE TABLE rows (id TEXT NOT NULL, rank INTEGER, text TEXT);
  CREATE VIRTUAL TABLE rows_fts USING fts5(text, content='rows');
  CREATE TRIGGER added AFTER INSERT ON rows BEGIN
    INSERT INTO rows_fts (rowid, text) VALUES (new.rowid, new.text);
  END;
  CREATE TRIGGER removed AFTER DELETE ON rows BEGIN
    INSERT INTO rows_fts (rows_fts, rowid, text) VALUES ('delete', old.rowid, old.text);
  END;`;

/** Runs the source contract: a database for each case, written to and looked into past the adapter. */
export function sqliteSourceHarness(
  flavour: Flavour,
): SourceHarness<SourceFixture & { readonly backend: TestDatabase }> {
  return {
    capabilities: sqliteSource({ path: 'any.db' }).capabilities,
    async setUp() {
      const backend = await createDatabase(schema, flavour.journalMode);
      const { database, path } = backend;
      const copies = `${path}-exports`;
      return {
        backend,
        connect: () => sqliteSource({ path }),
        query: flavour.query,
        emptyQuery: flavour.emptyQuery,
        invalidQueries: [null, 'SELECT 1', {}, { sql: 'DELETE FROM rows' }, { table: 'rows', orderBy: 'rank' }],
        async addRows(rows) {
          const insert = database.prepare('INSERT INTO rows VALUES (?, ?, ?)');
          for (const { id, rank, text } of rows) insert.run(id, rank, text);
        },
        async removeRows(ids) {
          for (const id of ids) database.prepare('DELETE FROM rows WHERE id = ?').run(id);
        },
        openSnapshots: async () => (await readdir(copies).catch(() => [])).length,
        openReads: async () => (await openFiles(copies)).length,
      };
    },
    async tearDown({ backend }) {
      await backend[Symbol.asyncDispose]();
    },
  };
}
