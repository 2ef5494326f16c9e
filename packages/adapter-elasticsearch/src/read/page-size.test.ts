import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createPageSize } from './page-size.ts';

const MIB = 1024 ** 2;

describe('createPageSize', () => {
  it('starts modestly, however large the target is', () => {
    assert.equal(createPageSize({ targetBytes: 64 * MIB, maxRows: 10_000 }).rows(), 1000);
  });

  it('starts with one row when pages of one byte are wanted', () => {
    assert.equal(createPageSize({ targetBytes: 1, maxRows: 10_000 }).rows(), 1);
  });

  it('grows step by step to the rows that fit the target', () => {
    const size = createPageSize({ targetBytes: 4 * MIB, maxRows: 10_000 });

    size.learn(1000, 500_000);
    assert.equal(size.rows(), 4000);
    size.learn(4000, 2_000_000);

    assert.equal(size.rows(), Math.floor((4 * MIB * 4000) / 2_000_000));
  });

  it('shrinks at once when rows turn out large', () => {
    const size = createPageSize({ targetBytes: MIB, maxRows: 10_000 });

    size.learn(1000, 100 * MIB);

    assert.equal(size.rows(), 10);
  });

  it('halves what met a fixed limit and does not try it again', () => {
    const size = createPageSize({ targetBytes: 64 * MIB, maxRows: 10_000 });

    assert.equal(size.shrink('lasting'), true);
    for (let page = 0; page < 50; page++) size.learn(500, 1000);

    assert.equal(size.rows(), 500);
  });

  it('recovers step by step from what was too much for a while', () => {
    const size = createPageSize({ targetBytes: 64 * MIB, maxRows: 10_000 });
    const sizes: number[] = [];

    size.shrink('passing');
    for (let page = 0; page < 8; page++) {
      size.learn(500, 1000);
      sizes.push(size.rows());
    }

    assert.deepEqual(sizes, [500, 500, 500, 1000, 1000, 1000, 1000, 2000]);
  });

  it('gives up at a page of one row', () => {
    const size = createPageSize({ targetBytes: 1, maxRows: 10_000 });

    assert.equal(size.shrink('lasting'), false);
    assert.equal(size.rows(), 1);
  });

  it('stays between one row and the most allowed, whatever it learns', () => {
    const steps = fc.array(
      fc.oneof(fc.constantFrom('passing' as const, 'lasting' as const), fc.tuple(fc.integer({ min: 1 }), fc.nat())),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1 }),
        fc.integer({ min: 1, max: 10_000 }),
        steps,
        (targetBytes, maxRows, learned) => {
          const size = createPageSize({ targetBytes, maxRows });
          for (const step of learned) {
            if (typeof step === 'string') size.shrink(step);
            else size.learn(...step);
            assert.ok(Number.isSafeInteger(size.rows()) && size.rows() >= 1 && size.rows() <= maxRows);
          }
        },
      ),
    );
  });
});
