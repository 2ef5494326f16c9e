import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { scriptedPush } from '../../test/support/scripted-push.ts';
import type { Attempt } from '../../test/support/scripted-socket.ts';
import { watchClosely } from '../../test/support/watch-closely.ts';

const live: Attempt = { kind: 'live', afterMs: 10, lifeMs: 10_000_000, isPushLost: false, isHalfOpen: false };
const refused: Attempt = { kind: 'refused', afterMs: 10 };

/** Waits on the fake clock. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('createExportWatcher: errors of the API', () => {
  it.each([401, 403, 404, 410])('ends with onError when the API answers %d, whichever call it was', async (status) => {
    for (const name of ['getTicket', 'fetchStatus'] as const) {
      const push = scriptedPush({ attempts: [refused] });
      const failure = Object.assign(new Error(`HTTP ${status}`), { status });
      const { calls, errors } = watchClosely({ ...push.options, [name]: () => Promise.reject(failure) });

      await pass(10_000);

      assert.deepEqual(errors, [failure]);
      assert.equal(calls.at(-1), 'error');
      assert.equal(vi.getTimerCount(), 0);
      assert.equal(push.log.openSockets, 0);
    }
  });

  it.each([408, 425, 429, 500, 503, undefined])('tries again when the API answers %s', async (status) => {
    const push = scriptedPush({ attempts: [live] });
    let calls = 0;
    const { errors, statuses, watcher } = watchClosely({
      ...push.options,
      getTicket(...call) {
        calls += 1;
        if (calls <= 3) return Promise.reject(Object.assign(new Error('no'), { status }));
        return push.options.getTicket(...call);
      },
    });

    await pass(30_000);
    watcher.close();

    assert.deepEqual(errors, []);
    assert.equal(push.log.attempts, 1);
    assert.ok(statuses.length > 0);
  });

  it("asks the application's own isFinal what cannot be helped", async () => {
    const push = scriptedPush({ attempts: [refused] });
    const failure = new Error('signed out');
    const { errors } = watchClosely({
      ...push.options,
      getTicket: () => Promise.reject(failure),
      isFinal: (error) => error === failure,
    });

    await pass(1);

    assert.deepEqual(errors, [failure]);
  });

  it('ends with onError when a function answers something else than agreed', async () => {
    for (const wrong of [
      { getTicket: async () => ({}) },
      { getTicket: async () => null },
      { fetchStatus: async () => null },
    ]) {
      const push = scriptedPush({ attempts: [refused] });
      const { errors } = watchClosely({ ...push.options, ...(wrong as object) });

      await pass(10_000);

      assert.ok(errors[0] instanceof TypeError, String(errors[0]));
      assert.equal(vi.getTimerCount(), 0);
    }
  });

  it('gives up on an API that does not answer within 30 s, tells it so, and tries again', async () => {
    const push = scriptedPush({ attempts: [live] });
    const signals: AbortSignal[] = [];
    const { statuses, watcher } = watchClosely({
      ...push.options,
      polling: { intervalMs: 600_000 },
      getTicket(id, { signal }) {
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => {}) : push.options.getTicket(id, { signal });
      },
      fetchStatus: () => new Promise(() => {}),
    });

    await pass(32_000);
    watcher.close();

    assert.equal(signals[0]?.aborted, true);
    assert.equal(statuses.length, 1);
  });
});
