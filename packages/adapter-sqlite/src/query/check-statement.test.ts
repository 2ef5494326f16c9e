import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { checkStatement } from './check-statement.ts';
import type { StatementQuery } from './sqlite-query.ts';

function check(sql: string, parameters?: StatementQuery['parameters']): void {
  checkStatement(parameters === undefined ? { sql } : { sql, parameters }, 'query');
}

describe('checkStatement', () => {
  it.each([
    'SELECT 1',
    'select * from posts;',
    '  -- a comment; another\n /* ; */ SELECT 1 ; ; -- the end',
    'WITH recent AS (SELECT 1) SELECT * FROM recent',
    'VALUES (1), (2)',
    'SELECT \';\', "a;b", `c;d`, [e;f]',
    "SELECT 'it''s; fine'",
    "SELECT '?', \":a\", '@b' -- :c ?\n",
    'SELECT a$b, größe FROM t',
  ])('accepts %s', (sql) => {
    assert.doesNotThrow(() => check(sql));
  });

  it.each([
    ['', /begin with SELECT/],
    ['-- SELECT 1', /begin with SELECT/],
    ['DELETE FROM posts', /begin with SELECT/],
    ['PRAGMA user_version', /begin with SELECT/],
    ["ATTACH 'other.db' AS other", /begin with SELECT/],
    ['selection', /begin with SELECT/],
    ['; SELECT 1', /begin with SELECT/],
    ['SELECT 1; DROP TABLE posts', /one statement/],
    ["SELECT 'a'; SELECT 'b'", /one statement/],
    ['SELECT 1;/* x */ SELECT 2', /one statement/],
    ['SELECT 1\0; DROP TABLE posts', /NUL/],
    ['SELECT ?1', /number/],
    ['SELECT ?, :a', /mix/],
  ] as const)('refuses %s', (sql, words) => {
    assert.throws(() => check(sql), words);
  });

  it('counts the parameters, for SQLite takes a missing one for NULL', () => {
    assert.doesNotThrow(() => check('SELECT ?, ?', [1, 'a']));
    assert.throws(() => check('SELECT ?, ?', [1]), /"parameters" must be a list of 2 values.*got a list of 1/);
    assert.throws(() => check('SELECT ?, ?'), /got a list of 0/);
    assert.throws(() => check('SELECT 1', [1]), /a list of 0 values/);
    assert.throws(() => check('SELECT ?', { a: 1 }), /got an object of 1/);
  });

  it('knows the names of named parameters', () => {
    assert.doesNotThrow(() => check('SELECT :a, @b, $c, :a', { a: 1, b: 2, c: 3 }));
    assert.doesNotThrow(() => check('SELECT x->:path', { path: '$.a' }));
    assert.throws(() => check('SELECT :a, :b', { a: 1 }), /an object with a, b.*got an object of 1/);
    assert.throws(() => check('SELECT :a', { b: 1 }), /an object with a/);
    assert.throws(() => check('SELECT :a', [1]), /an object with a/);
  });

  it('takes time in proportion to the length of a text that never ends', () => {
    const startedAt = performance.now();

    for (const opening of ["'", '"', '`', '[', '/*', '--']) check(`SELECT ${opening.repeat(20_000)}`);

    assert.ok(performance.now() - startedAt < 2000);
  });
});
