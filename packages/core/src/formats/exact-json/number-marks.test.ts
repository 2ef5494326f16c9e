import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createNumberMarks } from './number-marks.ts';

const marks = createNumberMarks();

describe('createNumberMarks', () => {
  it('knows its own marks only', () => {
    const other = createNumberMarks();

    assert.equal(marks.digitsOf(`${marks.mark}1.10`), '1.10');
    assert.equal(marks.digitsOf(`${other.mark}1.10`), undefined);
    assert.equal(marks.digitsOf('1.10'), undefined);
  });

  it('reveals integers as bigint and other numbers as the nearest number', () => {
    assert.equal(marks.reveal(`${marks.mark}9007199254740993`), 9_007_199_254_740_993n);
    assert.equal(marks.reveal(`${marks.mark}-12345678901234567890`), -12_345_678_901_234_567_890n);
    assert.equal(marks.reveal(`${marks.mark}1.10`), 1.1);
    assert.equal(marks.reveal(`${marks.mark}1e400`), Number.POSITIVE_INFINITY);
    assert.ok(Object.is(marks.reveal(`${marks.mark}-0`), -0));
  });

  it('reveals numbers at any depth without changing the row', () => {
    const row = { a: [{ b: `${marks.mark}1.50` }], c: 'text', d: null };

    assert.deepEqual(marks.reveal(row), { a: [{ b: 1.5 }], c: 'text', d: null });
    assert.equal(row.a[0]?.b, `${marks.mark}1.50`);
  });

  it('hands values without marks on as they are', () => {
    const row = { a: [1, 'x', { b: true }] };

    assert.equal(marks.reveal(row), row);
  });
});
