import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { rotated } from './rotate.ts';

describe('rotated', () => {
  const items = ['a', 'b', 'c', 'd'];

  it('keeps every item in every round', () => {
    for (let round = 0; round < 10; round += 1) assert.deepEqual([...rotated(items, round)].sort(), items);
  });

  it('begins the first round in the given order', () => {
    assert.deepEqual(rotated(items, 0), items);
  });

  it('lets no item follow the same one in all rounds', () => {
    for (const item of items) {
      const before = Array.from({ length: 5 }, (_, round) => {
        const order = rotated(items, round);
        return order[order.indexOf(item) - 1];
      });
      assert.ok(new Set(before.filter((name) => name !== undefined)).size > 1, item);
    }
  });

  it('takes any number of items', () => {
    assert.deepEqual(rotated([], 3), []);
    assert.deepEqual(rotated(['a'], 3), ['a']);
  });
});
