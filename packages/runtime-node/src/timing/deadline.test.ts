import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { createDeadline } from './deadline.ts';

describe('createDeadline', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells work that settles in time, also by failing, from work that does not', async () => {
    const deadline = createDeadline(1000);

    assert.equal(await deadline.isMet(Promise.resolve()), true);
    assert.equal(await deadline.isMet(Promise.reject(new Error('broken'))), true);
    const late = deadline.isMet(new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(1000);
    assert.equal(await late, false);
    assert.equal(deadline.signal.aborted, true);
  });

  it('leaves no timer behind when it is disposed of', () => {
    {
      using deadline = createDeadline(1000);
      assert.equal(deadline.signal.aborted, false);
    }

    assert.equal(vi.getTimerCount(), 0);
  });
});
