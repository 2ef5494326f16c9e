import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'vitest';
import { describeColumns } from './describe-columns.ts';
import { prepareSelect } from './prepare-select.ts';

describe('describeColumns', () => {
  it('tells types by what was declared, and leaves the rest to the values', () => {
    using database = new DatabaseSync(':memory:');
    database.exec(`CREATE TABLE t (a BIGINT, b VARCHAR(20), c DOUBLE PRECISION, d DECIMAL(10, 2), e BLOB, f, g DATETIME,
      h BOOLEAN, i TEXT)`);
    const plan = { sql: 'SELECT *, a + 1 AS sum FROM t', parameters: [], json: ['i'] };

    assert.deepEqual(describeColumns(prepareSelect(database, plan)), [
      { path: 'a', type: 'number' },
      { path: 'b', type: 'text' },
      { path: 'c', type: 'number' },
      { path: 'd', type: 'number' },
      { path: 'e', type: 'auto' },
      { path: 'f', type: 'auto' },
      { path: 'g', type: 'auto' },
      { path: 'h', type: 'auto' },
      { path: 'i', type: 'auto' },
      { path: 'sum', type: 'auto' },
    ]);
  });
});
