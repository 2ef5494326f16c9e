import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { spreadOf } from './statistics.ts';

describe('spreadOf', () => {
  it('takes the middle of an odd number of numbers', () => {
    assert.deepEqual(spreadOf([30, 1, 2]), { median: 2, min: 1, max: 30 });
  });

  it('takes the mean of the middle two of an even number', () => {
    assert.deepEqual(spreadOf([4, 1, 3, 100]), { median: 3.5, min: 1, max: 100 });
  });

  it('orders numbers as numbers, not as texts', () => {
    assert.equal(spreadOf([9, 10, 100]).median, 10);
  });

  it('leaves the numbers in the order they came in', () => {
    const numbers = [3, 1, 2];

    spreadOf(numbers);

    assert.deepEqual(numbers, [3, 1, 2]);
  });

  it('refuses to say anything of no numbers', () => {
    assert.throws(() => spreadOf([]), RangeError);
  });

  it('has as many numbers below the median as above', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (numbers) => {
        const { median } = spreadOf(numbers);
        const below = numbers.filter((number) => number < median).length;
        const above = numbers.filter((number) => number > median).length;
        assert.ok(below <= numbers.length / 2 && above <= numbers.length / 2);
      }),
    );
  });
});
