import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createNumberMarks } from '../exact-json/number-marks.ts';
import { createCellReader } from './cell-reader.ts';

const marks = createNumberMarks();
const row = { id: `${marks.mark}9007199254740993`, user: { rate: `${marks.mark}1.50`, name: 'Ada' }, size: 3 };

describe('createCellReader', () => {
  it('reads a path and leaves marked numbers marked', () => {
    const read = createCellReader({ kind: 'path', header: 'id', type: 'auto', path: 'id' });

    assert.equal(read(row, marks), row.id);
  });

  it('gives a function its inputs in order, as numbers and bigints', () => {
    const seen: unknown[] = [];
    const read = createCellReader({
      kind: 'computed',
      header: 'x',
      from: ['user.rate', 'id', 'size', 'none'],
      value: (...inputs) => seen.push(...inputs),
    });

    read(row, marks);

    assert.deepEqual(seen, [1.5, 9_007_199_254_740_993n, 3, undefined]);
  });

  it('gives a function the whole row as numbers and bigints', () => {
    const read = createCellReader({ kind: 'row-function', header: 'x', value: (whole) => whole });

    assert.deepEqual(read(row, marks), { id: 9_007_199_254_740_993n, user: { rate: 1.5, name: 'Ada' }, size: 3 });
  });

  it('gives a function the row itself when nothing is marked', () => {
    const plain = { id: 1 };
    const read = createCellReader({ kind: 'row-function', header: 'x', value: (whole) => whole });

    assert.equal(read(plain, undefined), plain);
  });

  it('refuses a promise, and leaves no unhandled rejection behind', async () => {
    const read = createCellReader({
      kind: 'row-function',
      header: 'x',
      value: () => Promise.reject(new Error('late')),
    });

    assert.throws(() => read({}, undefined), /returned a promise/);
    await new Promise(setImmediate);
  });
});
