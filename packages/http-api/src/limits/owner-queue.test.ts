import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createOwnerQueue } from './owner-queue.ts';

describe('createOwnerQueue', () => {
  it('runs one task of an owner at a time, in the order of arrival', async () => {
    const queue = createOwnerQueue();
    const seen: string[] = [];
    const task = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(`${name} ends`);
    };

    await Promise.all(['a', 'b', 'c'].map((name) => queue.run('ada', task(name))));

    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('keeps no owner waiting for another', async () => {
    const queue = createOwnerQueue();
    const { promise, resolve } = Promise.withResolvers<string>();
    const slow = queue.run('ada', () => promise);

    assert.equal(await queue.run('bob', async () => 'done'), 'done');
    resolve('at last');
    assert.equal(await slow, 'at last');
  });

  it('passes a failure on to who asked, and to nobody behind', async () => {
    const queue = createOwnerQueue();
    const failing = queue.run('ada', () => Promise.reject(new Error('no room')));
    const next = queue.run('ada', async () => 'done');

    await assert.rejects(failing, /no room/);
    assert.equal(await next, 'done');
  });

  it('remembers nobody whose tasks have ended', async () => {
    const queue = createOwnerQueue();

    await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        queue
          .run(`owner ${index % 100}`, () => (index % 2 === 0 ? Promise.resolve() : Promise.reject(index)))
          .catch(() => {}),
      ),
    );

    assert.equal(queue.size, 0);
  });
});
