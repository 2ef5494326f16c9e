import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { callFileSystem, cleaningUp } from './call-file-system.ts';

const call = { port: 'SINK', doing: 'Testing' } as const;

describe('callFileSystem', () => {
  it('does not start when its signal is aborted', async () => {
    const reason = new Error('no more');
    let isStarted = false;

    const result = callFileSystem({ ...call, signal: AbortSignal.abort(reason) }, async () => {
      isStarted = true;
    });

    await assert.rejects(result, (error) => error === reason);
    assert.equal(isStarted, false);
  });

  it('rejects with the reason of an abort under way, whether the work ended or failed', async () => {
    for (const work of [async () => 'done', async () => assert.fail('failed')]) {
      const controller = new AbortController();
      const reason = new Error('no more');

      const result = callFileSystem({ ...call, signal: controller.signal }, async () => {
        controller.abort(reason);
        return await work();
      });

      await assert.rejects(result, (error) => error === reason);
    }
  });
});

describe('cleaningUp', () => {
  it('cleans up after a failure only', async () => {
    const cleaned: string[] = [];

    await cleaningUp(
      async () => cleaned.push('after success'),
      async () => 1,
    );
    const failure = new Error('the work');
    const result = cleaningUp(
      async () => cleaned.push('after failure'),
      () => Promise.reject(failure),
    );

    await assert.rejects(result, (error) => error === failure);
    assert.deepEqual(cleaned, ['after failure']);
  });

  it('keeps both failures when the clean-up fails too, the first one first', async () => {
    const [first, second] = [new Error('the work'), new Error('the clean-up')];

    const result = cleaningUp(
      () => Promise.reject(second),
      () => Promise.reject(first),
    );

    await assert.rejects(result, (error: AggregateError) => {
      assert.deepEqual(error.errors, [first, second]);
      return true;
    });
  });
});
