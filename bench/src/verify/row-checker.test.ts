import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { tweets } from '../data/tweets.ts';
import { createRowChecker, type ExpectedRows } from './row-checker.ts';

const documents = 200;

describe('createRowChecker', () => {
  it('finds nothing wrong with all rows in any order', () => {
    const verdict = check(rowsOf(documents).reverse());

    assert.deepEqual(verdict, { rows: 200, wrongRows: 0, sampledRows: 4, wrongSampledRows: 0, wrongColumns: [] });
  });

  it('counts a row whose id has lost its last digits', () => {
    const rows = rowsOf(documents);
    // As JSON.parse has it.
    rows[7] = [String(Number(rows[7]?.[0])), ...(rows[7]?.slice(1) ?? [])];

    assert.equal(check(rows).wrongRows, 1);
  });

  it('counts a missing row', () => {
    assert.equal(check(rowsOf(documents).slice(1)).wrongRows, 1);
  });

  it('counts a row that is there twice, also where another one is missing', () => {
    const rows = rowsOf(documents);
    rows[3] = rows[2] ?? [];

    assert.equal(check(rows).wrongRows, 1);
  });

  it('takes each row as often as there are copies of its index', () => {
    const rows = [...rowsOf(documents), ...rowsOf(documents)];

    assert.equal(check(rows, { copies: 2, rows: 400 }).wrongRows, 0);
    assert.equal(check([...rows, ...rowsOf(1)], { copies: 2, rows: 401 }).wrongRows, 1);
  });

  it('takes any rows where fewer than all are wanted', () => {
    assert.equal(check(rowsOf(documents).slice(50, 150), { rows: 100 }).wrongRows, 0);
  });

  it('finds a wrong cell of a sampled row and names its column', () => {
    const rows = rowsOf(documents);
    const [id = '', date = '', content = '', tags = ''] = rows[53] ?? [];
    rows[53] = [id, date, `${content}.`, tags];

    const verdict = check(rows);

    assert.equal(verdict.wrongRows, 0);
    assert.equal(verdict.wrongSampledRows, 1);
    assert.deepEqual(verdict.wrongColumns, ['Content']);
  });

  it('finds a cell too many', () => {
    const rows = rowsOf(documents);
    rows[0] = [...(rows[0] ?? []), ''];

    assert.equal(check(rows).wrongSampledRows, 1);
  });

  it('checks computed columns where the file has them', () => {
    const computed = { Length: () => 1 };
    const checker = createRowChecker({ dataSet: tweets, documents: 1, copies: 1, rows: 1, computed });
    checker.check([...tweets.columns, 'Length']);
    checker.check([...(rowsOf(1)[0] ?? []), '2']);

    assert.deepEqual(checker.verdict().wrongColumns, ['Length']);
  });

  it('refuses another header', () => {
    const checker = createRowChecker({ dataSet: tweets, documents, copies: 1, rows: documents });

    assert.throws(() => checker.check(['DateCreated', 'UserId', 'Content', 'Tags']), /The header row is/);
  });
});

function check(rows: readonly (readonly string[])[], changes: Partial<ExpectedRows> = {}) {
  const checker = createRowChecker({ dataSet: tweets, documents, copies: 1, rows: documents, ...changes });
  checker.check(tweets.columns);
  for (const row of rows) checker.check(row);
  return checker.verdict();
}

function rowsOf(count: number): string[][] {
  return Array.from({ length: count }, (_, index) =>
    tweets.valuesAt(index).map((value) => (Array.isArray(value) ? value.join(';') : String(value ?? ''))),
  );
}
