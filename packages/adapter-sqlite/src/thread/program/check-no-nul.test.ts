import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'vitest';
import { checkNoNul, holdsNul } from './check-no-nul.ts';
import { prepareSelect, rowsOf } from './prepare-select.ts';

describe('checkNoNul', () => {
  it('refuses a text with NUL where this version of Node would cut it, and nowhere else', () => {
    using database = new DatabaseSync(':memory:');
    const select = prepareSelect(database, { sql: "SELECT 'a' || char(0) || 'b' AS t", parameters: [], json: [] });
    const isCut = [...rowsOf(select)][0]?.[0] !== 'a\0b';

    if (isCut) assert.throws(() => checkNoNul(database, select), /NUL/);
    else assert.doesNotThrow(() => checkNoNul(database, select));
  });

  it('finds NUL in a text of any column and row, and not in a BLOB', () => {
    using database = new DatabaseSync(':memory:');
    database.exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (x'00', NULL)");
    const holds = (): boolean =>
      holdsNul(
        database,
        prepareSelect(database, { sql: 'SELECT a, b FROM t WHERE ? = 1; -- end', parameters: [1n], json: [] }),
      );

    assert.equal(holds(), false);
    database.exec("INSERT INTO t VALUES (2, 'a' || char(0))");
    assert.equal(holds(), true);
  });
});
