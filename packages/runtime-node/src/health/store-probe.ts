import type { Store } from '@export-engine/core';
import { createDeadline } from '../timing/deadline.ts';

/** A read of this key asks the store for the least it can do: nobody ever writes it. */
const probeKey = 'health/probe';
/** How long a store may take before it counts as out of reach, in milliseconds. */
const timeoutMs = 2000;
/** How long an answer is good for, in milliseconds: anyone may ask for the health, as often as they like. */
const freshMs = 1000;

/** @returns whether the store answers; calls at the same time share one read */
export function createStoreProbe(store: Store): () => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<boolean> = Promise.resolve(false);

  return () => {
    const now = performance.now();
    if (now - askedAt >= freshMs) {
      askedAt = now;
      answer = isReachable(store);
    }
    return answer;
  };
}

async function isReachable(store: Store): Promise<boolean> {
  using deadline = createDeadline(timeoutMs);
  let hasAnswered = false;
  const read = store.read(probeKey, { signal: deadline.signal }).then(() => {
    hasAnswered = true;
  });
  await deadline.isMet(read);
  return hasAnswered;
}
