import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { validateQuery } from './validate-query.ts';

const validate = (query: unknown) => validateQuery(query, 'query');

const bad: readonly (readonly [what: string, query: unknown, words: RegExp])[] = [
  ['nothing', undefined, /object of options/],
  ['text', 'SELECT 1', /object of options/],
  ['neither a table nor a statement', {}, /"table".*missing/],
  ['both a table and a statement', { sql: 'SELECT 1', table: 't' }, /unknown option "table"/],
  ['an empty table', { table: '' }, /"table"/],
  ['a table with NUL', { table: 'a\0b' }, /"table".*NUL/],
  ['no columns', { table: 't', columns: [] }, /"columns"/],
  ['a column that is a number', { table: 't', columns: [1] }, /"columns".*element 0/],
  ['a search that is text', { table: 't', match: 'hello' }, /"match"/],
  ['a search without an index', { table: 't', match: { query: 'a' } }, /match: option "index"/],
  ['an empty search', { table: 't', match: { index: 'f', query: '' } }, /match: option "query"/],
  ['a search with NUL', { table: 't', match: { index: 'f', query: 'a\0b' } }, /"query".*NUL/],
  ['a filter that is text', { table: 't', where: 'a = 1' }, /"where"/],
  ['a filter that is a list', { table: 't', where: { a: [1] } }, /where "a".*array/],
  ['an unknown comparison', { table: 't', where: { a: { like: 'x' } } }, /where "a".*"like"/],
  ['no comparison', { table: 't', where: { a: {} } }, /where "a".*condition/],
  ['a comparison with null', { table: 't', where: { a: { gte: null } } }, /where "a".*"gte".*other than null/],
  ['null among others', { table: 't', where: { a: { in: [1, null] } } }, /where "a".*"in".*element 1/],
  ['a number that has lost digits', { table: 't', where: { a: { eq: 2 ** 53 } } }, /"eq".*write \{ integer \}/],
  ['NaN', { table: 't', where: { a: { eq: Number.NaN } } }, /"eq".*NaN/],
  ['an integer that is none', { table: 't', where: { a: { eq: { integer: '1.5' } } } }, /"eq"/],
  ['an integer of 65 bits', { table: 't', where: { a: { eq: { integer: '9223372036854775808' } } } }, /"eq"/],
  ['more values than SQLite takes', { table: 't', where: { a: { in: Array(32_766).fill(1) } } }, /"where".*fewer than/],
  ['an order that is text', { table: 't', orderBy: 'a' }, /"orderBy"/],
  ['an empty order', { table: 't', orderBy: [] }, /"orderBy"/],
  ['an order without a column', { table: 't', orderBy: [{ direction: 'asc' }] }, /orderBy\[0\]: option "column"/],
  ['an unknown direction', { table: 't', orderBy: [{ column: 'a', direction: 'up' }] }, /orderBy\[0\].*"direction"/],
  ['json that is true', { table: 't', json: true }, /"json"/],
  ['a statement that is a number', { sql: 1 }, /"sql"/],
  ['parameters that are text', { sql: 'SELECT ?', parameters: 'a' }, /"parameters"/],
  ['a parameter that is a Date', { sql: 'SELECT ?', parameters: [new Date()] }, /"parameters"/],
  ['an unknown key of a statement', { sql: 'SELECT 1', limit: 1 }, /unknown option "limit"/],
];

describe('validateQuery', () => {
  it.each(bad)('refuses %s and says why', (_what, query, words) => {
    assert.throws(
      () => validate(query),
      (error) =>
        ExportEngineError.isInstance(error) && error.code === 'EXPORT_OPTIONS_INVALID' && words.test(error.message),
    );
  });

  it('never repeats a value', () => {
    assert.throws(
      () => validate({ table: 't', where: { a: { eq: ['secret'] } } }),
      (error: Error) => !error.message.includes('secret'),
    );
  });

  it('spells out directions and drops keys without a value', () => {
    const query = { table: 't', columns: undefined, orderBy: [{ column: 'a' }, { column: 'b', direction: 'desc' }] };

    assert.deepEqual(validate(query), {
      table: 't',
      orderBy: [
        { column: 'a', direction: 'asc' },
        { column: 'b', direction: 'desc' },
      ],
    });
  });

  it('shares nothing with the query handed in', () => {
    const handedIn = { sql: 'SELECT ?', parameters: ['a'] };

    const query = validate(handedIn);
    handedIn.parameters[0] = 'b';

    assert.deepEqual(query, { sql: 'SELECT ?', parameters: ['a'] });
  });

  it('leaves a checked query as it is', () => {
    const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ integer: String(value) }));
    const value = fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), integer);
    const filter = fc.oneof(
      value,
      fc.record({ eq: value, not: value, lt: value, gte: value, in: fc.array(value) }, { requiredKeys: ['eq'] }),
    );
    const name = fc.stringMatching(/^[a-z "]{1,8}$/);
    const term = fc.record({ column: name, direction: fc.constantFrom('asc', 'desc') }, { requiredKeys: ['column'] });
    const table = fc.record(
      {
        table: name,
        columns: fc.array(name, { minLength: 1 }),
        match: fc.record({ index: name, query: name }),
        where: fc.dictionary(name, filter),
        orderBy: fc.array(term, { minLength: 1 }),
        json: fc.array(name, { minLength: 1 }),
      },
      { requiredKeys: ['table'] },
    );

    fc.assert(
      fc.property(table, (query) => {
        const checked = validate(query);
        assert.deepEqual(JSON.parse(JSON.stringify(checked)), checked);
        assert.deepEqual(validate(checked), checked);
      }),
    );
  });
});
