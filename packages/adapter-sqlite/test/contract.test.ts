import { registerContract, sourceContract } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { type Flavour, sqliteSourceHarness } from './support/sqlite-source-harness.ts';

const flavours: Record<string, Flavour> = {
  'with a table': {
    journalMode: 'wal',
    query: { table: 'rows', orderBy: [{ column: 'rank' }] },
    emptyQuery: { table: 'rows', where: { id: 'nobody' } },
  },
  'with a full-text search': {
    journalMode: 'wal',
    query: { table: 'rows', match: { index: 'rows_fts', query: 'says' }, orderBy: [{ column: 'rank' }] },
    emptyQuery: { table: 'rows', match: { index: 'rows_fts', query: 'nobody' } },
  },
  'with a statement, on a rollback journal': {
    journalMode: 'delete',
    query: { sql: 'SELECT * FROM rows WHERE rank > ? ORDER BY rank', parameters: [0] },
    emptyQuery: { sql: 'SELECT * FROM rows WHERE rank < :least', parameters: { least: 0 } },
  },
};

for (const [name, flavour] of Object.entries(flavours)) {
  describe(`sqliteSource ${name}`, () => {
    registerContract(sourceContract, sqliteSourceHarness(flavour), { describe, it });
  });
}
