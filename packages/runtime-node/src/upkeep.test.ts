import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { createUpkeep } from './upkeep.ts';

/** A round that lasts until it is told to end. */
function slowRounds() {
  const ends: ((error?: Error) => void)[] = [];
  const round = (): Promise<void> =>
    new Promise((resolve, reject) => {
      ends.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  return { ends, round };
}

describe('createUpkeep', () => {
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);

  beforeEach(() => {
    errors.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('begins with a round at once and goes on after a pause that varies by a tenth', async () => {
    let rounds = 0;
    const round = async () => {
      rounds += 1;
    };
    const random = vi.spyOn(Math, 'random').mockReturnValue(0);
    const upkeep = createUpkeep({ everyMs: 1000, round, onError });

    upkeep.start();
    await vi.advanceTimersByTimeAsync(0);
    assert.equal(rounds, 1);
    random.mockReturnValue(1);
    await vi.advanceTimersByTimeAsync(900);
    assert.equal(rounds, 2);
    await vi.advanceTimersByTimeAsync(1099);
    assert.equal(rounds, 2);
    await vi.advanceTimersByTimeAsync(1);
    assert.equal(rounds, 3);
  });

  it('never runs two rounds at once, however long one takes', async () => {
    const { ends, round } = slowRounds();
    const upkeep = createUpkeep({ everyMs: 1000, round, onError });

    upkeep.start();
    await vi.advanceTimersByTimeAsync(10_000);
    assert.equal(ends.length, 1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(1101);
    assert.equal(ends.length, 2);
  });

  it('tells of a round that failed and goes on with the next', async () => {
    const { ends, round } = slowRounds();
    const upkeep = createUpkeep({ everyMs: 1000, round, onError });
    const away = new Error('The store is away.');

    upkeep.start();
    ends[0]?.(away);
    await vi.advanceTimersByTimeAsync(1101);

    assert.deepEqual(errors, [away]);
    assert.equal(ends.length, 2);
  });

  it('stops between two rounds, with no timer left', async () => {
    const upkeep = createUpkeep({ everyMs: 1000, round: async () => {}, onError });
    upkeep.start();
    await vi.advanceTimersByTimeAsync(0);
    assert.equal(vi.getTimerCount(), 1);

    await upkeep.stop();

    assert.equal(vi.getTimerCount(), 0);
  });

  it('aborts the round under way and waits for its end, without a word about the abort', async () => {
    let hasEnded = false;
    const round = (signal: AbortSignal): Promise<void> =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          setTimeout(() => {
            hasEnded = true;
            reject(signal.reason as Error);
          }, 10);
        });
      });
    const upkeep = createUpkeep({ everyMs: 1000, round, onError });
    upkeep.start();

    const stopped = upkeep.stop().then(() => assert.equal(hasEnded, true));
    await vi.advanceTimersByTimeAsync(10);
    await stopped;

    assert.deepEqual(errors, []);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('stops before it was started', async () => {
    await createUpkeep({ everyMs: 1000, round: async () => {}, onError }).stop();

    assert.equal(vi.getTimerCount(), 0);
  });
});
