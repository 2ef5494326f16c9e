import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A database of a test's own. */
export interface TestDatabase extends AsyncDisposable {
  readonly folder: string;
  readonly path: string;
  /** A connection that writes. */
  readonly database: DatabaseSync;
}

/** Makes a database in a new folder. @param sql Statements to begin with. */
export async function createDatabase(sql = '', journalMode: 'wal' | 'delete' = 'wal'): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite-source-'));
  const path = join(folder, 'test.db');
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = ${journalMode}; ${sql}`);
  return {
    folder,
    path,
    database,
    async [Symbol.asyncDispose]() {
      if (database.isOpen) database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
