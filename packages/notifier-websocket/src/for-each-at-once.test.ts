import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { forEachAtOnce } from './for-each-at-once.ts';

async function* numbers(count: number, failure?: Error): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number;
  if (failure !== undefined) throw failure;
}

describe('forEachAtOnce', () => {
  it('works on every item, never on more than the limit at once, and keeps up with it', async () => {
    const done: number[] = [];
    let underWay = 0;
    let most = 0;

    const failures = await forEachAtOnce(3, numbers(20), async (number) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await nextTurn();
      underWay -= 1;
      done.push(number);
    });

    assert.equal(most, 3);
    assert.deepEqual(failures, []);
    assert.deepEqual(
      done.toSorted((one, two) => one - two),
      [...Array(20).keys()],
    );
  });

  it('goes on after failures and returns them all, with that of the iteration, once nothing is under way', async () => {
    const done: number[] = [];
    const broken = new Error('the iteration broke');

    const failures = await forEachAtOnce(2, numbers(6, broken), async (number) => {
      await nextTurn();
      if (number % 2 === 0) throw new Error(`${number}`);
      await nextTurn();
      done.push(number);
    });

    assert.deepEqual(done, [1, 3, 5]);
    assert.deepEqual(failures.map((failure) => (failure as Error).message).sort(), ['0', '2', '4', broken.message]);
  });
});
