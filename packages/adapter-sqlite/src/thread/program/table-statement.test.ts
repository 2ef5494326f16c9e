import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { ColumnFilter, SqlValue, TableQuery } from '../../query/sqlite-query.ts';
import { planStatement } from './plan-statement.ts';
import { prepareSelect, rowsOf } from './prepare-select.ts';

const schema = `
  CREATE TABLE posts (id INTEGER PRIMARY KEY, "user ""id""" INTEGER, text TEXT, rowid TEXT, doubled AS (id * 2));
  INSERT INTO posts VALUES (1, 9007199254740992, 'a', 'x'), (2, 9007199254740993, 'b', 'x'), (3, NULL, 'B', 'w');
  CREATE TABLE pairs (a TEXT, b INTEGER, PRIMARY KEY (b, a)) WITHOUT ROWID;
  INSERT INTO pairs VALUES ('y', 1), ('x', 2), ('x', 1);
  CREATE VIEW texts AS SELECT text FROM posts ORDER BY id DESC;
  CREATE VIRTUAL TABLE found USING fts5(text);
  INSERT INTO found VALUES ('red fish'), ('blue fish'), ('red bird')`;

function rows(query: TableQuery, sql = schema): readonly (readonly unknown[])[] {
  using database = new DatabaseSync(':memory:');
  database.exec(sql);
  return [...rowsOf(prepareSelect(database, planStatement(database, query)))];
}

const user = 'user "id"';

describe('a table query', () => {
  it('gives every column of every row, by rowid', () => {
    assert.deepEqual(rows({ table: 'posts' }), [
      [1n, 9_007_199_254_740_992n, 'a', 'x', 2n],
      [2n, 9_007_199_254_740_993n, 'b', 'x', 4n],
      [3n, null, 'B', 'w', 6n],
    ]);
  });

  it('gives the columns asked for, in their order', () => {
    assert.deepEqual(rows({ table: 'posts', columns: ['text', 'id'] }), [
      ['a', 1n],
      ['b', 2n],
      ['B', 3n],
    ]);
  });

  it('completes an order by the real rowid, also where a column has its name', () => {
    const columns = ['id'];

    assert.deepEqual(rows({ table: 'posts', columns, orderBy: [{ column: 'rowid' }] }), [[3n], [1n], [2n]]);
    assert.deepEqual(rows({ table: 'posts', columns, orderBy: [{ column: 'id', direction: 'desc' }] }), [
      [3n],
      [2n],
      [1n],
    ]);
  });

  it('completes an order by the primary key where there is no rowid', () => {
    assert.deepEqual(rows({ table: 'pairs', orderBy: [{ column: 'a' }] }), [
      ['x', 1n],
      ['x', 2n],
      ['y', 1n],
    ]);
  });

  it('reads a view in its own order', () => {
    assert.deepEqual(rows({ table: 'texts' }), [['B'], ['b'], ['a']]);
  });

  it('finds by full text, in the table of an index and in the index itself', () => {
    const match = { index: 'found', query: 'red' };

    assert.deepEqual(rows({ table: 'posts', columns: ['id'], match }), [[1n], [3n]]);
    assert.deepEqual(rows({ table: 'found', match, where: { text: { not: 'red bird' } } }), [['red fish']]);
  });

  it('tells neighbours beyond 2^53 apart', () => {
    const where = { [user]: { integer: '9007199254740993' } };

    assert.deepEqual(rows({ table: 'posts', columns: ['id'], where }), [[2n]]);
  });

  it('quotes names and binds values, whatever is in them', () => {
    const nasty = `x" OR 1 = 1; DROP TABLE posts; --`;

    assert.deepEqual(rows({ table: 'posts', where: { text: nasty } }), []);
    assert.throws(() => rows({ table: 'posts', where: { [nasty]: 1 } }), /no column/);
    assert.throws(() => rows({ table: nasty }), /no table/);
  });

  it.each<readonly [TableQuery, RegExp]>([
    [{ table: 'POSTS' }, /no table or view "POSTS"/],
    [{ table: 'posts', columns: ['Text'] }, /no column "Text"/],
    [{ table: 'posts', where: { txet: 'a' } }, /no column "txet"/],
    [{ table: 'posts', orderBy: [{ column: 'txet' }] }, /no column "txet"/],
    [{ table: 'posts', json: ['txet'] }, /"json" names "txet"/],
    [{ table: 'posts', columns: ['id', 'id'] }, /Two columns.*"id"/],
    [{ table: 'texts', match: { index: 'found', query: 'red' } }, /needs a table with rowids/],
    [{ table: 'pairs', match: { index: 'found', query: 'red' } }, /needs a table with rowids/],
    [{ table: 'posts', match: { index: 'posts', query: 'red' } }, /refused the statement/],
  ])('refuses %j', (query, words) => {
    assert.throws(() => rows(query), words);
  });

  it('filters as a slow reference does', () => {
    const stored = [null, -1, 0, 1, 1.5, 2];
    const sql = `CREATE TABLE t (n INTEGER); INSERT INTO t VALUES ${stored.map((value) => `(${value})`).join(', ')}`;
    const number = fc.constantFrom(-1, 0, 1, 1.5, 2, 3);
    const maybeNull = fc.oneof(number, fc.constant(null));
    const conditions = fc.record(
      { eq: maybeNull, not: maybeNull, lt: number, lte: number, gt: number, gte: number, in: fc.array(number) },
      { requiredKeys: [] },
    );
    const filter = fc.oneof(
      maybeNull,
      conditions.filter((object) => Object.keys(object).length > 0),
    );

    fc.assert(
      fc.property(filter, (n) => {
        const numbers = rows({ table: 't', where: { n } }, sql).map(([value]) =>
          value === null ? null : Number(value),
        );
        assert.deepEqual(
          numbers,
          stored.filter((value) => holds(value, n)),
        );
      }),
    );
  });
});

function holds(value: number | null, filter: ColumnFilter): boolean {
  if (typeof filter !== 'object' || filter === null) return value === filter;
  return Object.entries(filter).every(([operator, wanted]: [string, SqlValue | readonly SqlValue[]]) => {
    if (operator === 'eq') return value === wanted;
    if (operator === 'not') return value !== wanted;
    if (operator === 'in') return (wanted as readonly SqlValue[]).includes(value) && value !== null;
    if (value === null) return false;
    const other = wanted as number;
    return { lt: value < other, lte: value <= other, gt: value > other, gte: value >= other }[operator];
  });
}
