import assert from 'node:assert/strict';
import { memoryStore, type Store } from '@export-engine/core';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { createStoreProbe } from './store-probe.ts';

function countingStore(read: Store['read']): { readonly store: Store; readonly reads: () => number } {
  let reads = 0;
  const store: Store = {
    ...memoryStore(),
    read: (key, options) => {
      reads += 1;
      return read(key, options);
    },
  };
  return { store, reads: () => reads };
}

describe('createStoreProbe', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks the store for a key that nobody writes', async () => {
    assert.equal(await createStoreProbe(memoryStore())(), true);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('says so when the store answers with an error', async () => {
    const { store } = countingStore(() => Promise.reject(new Error('away')));

    assert.equal(await createStoreProbe(store)(), false);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('says so when the store does not answer within two seconds, whether or not it heeds its signal', async () => {
    const { store } = countingStore(() => new Promise(() => {}));

    const answer = createStoreProbe(store)();
    await vi.advanceTimersByTimeAsync(2000);

    assert.equal(await answer, false);
  });

  it('reads once a second at most, however many ask', async () => {
    const { store, reads } = countingStore(async () => undefined);
    const probe = createStoreProbe(store);

    await Promise.all([probe(), probe(), probe()]);
    await vi.advanceTimersByTimeAsync(999);
    await probe();
    assert.equal(reads(), 1);
    await vi.advanceTimersByTimeAsync(1);
    await probe();
    assert.equal(reads(), 2);
  });
});
