import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { contextOf } from '../test/support/lambda-context.ts';
import { openInvocation } from './invocation.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('openInvocation', () => {
  it.each([
    [60_000, 2000, undefined, 58_000, 59_000],
    [3000, 2000, undefined, 2400, 2700],
    [900_000, 2000, 29_000, 27_000, 28_000],
    [10_000, 1000, 29_000, 9000, 9500],
    [0, 1000, undefined, 0, 1],
  ])(
    'with %s ms left, of which %s are kept, and a caller who waits %s ms, is over after %s and aborts after %s',
    (remainingMs, reserveMs, patienceMs, overAfterMs, abortedAfterMs) => {
      const start = Date.now();
      using invocation = openInvocation(contextOf(remainingMs), { reserveMs, patienceMs });

      assert.equal(invocation.deadline - start, overAfterMs);
      vi.advanceTimersByTime(abortedAfterMs - 1);
      assert.equal(invocation.signal.aborted, false);
      vi.advanceTimersByTime(1);
      assert.equal(invocation.signal.reason, invocation.reason);
    },
  );

  it('never aborts once it is closed: what comes after belongs to another invocation', () => {
    const invocation = openInvocation(contextOf(), { reserveMs: 1000 });

    invocation[Symbol.dispose]();
    vi.advanceTimersByTime(100_000);

    assert.equal(invocation.signal.aborted, false);
    assert.equal(vi.getTimerCount(), 0);
  });
});
