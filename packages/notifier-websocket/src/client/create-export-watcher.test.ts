import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { scriptedPush } from '../../test/support/scripted-push.ts';
import type { Attempt } from '../../test/support/scripted-socket.ts';
import { watchClosely } from '../../test/support/watch-closely.ts';
import { createExportWatcher } from './index.ts';

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

describe('createExportWatcher', () => {
  it('learns the state at once, and of the ending when it is pushed, without asking the API for either', async () => {
    const push = scriptedPush({ attempts: [live] });
    const { statuses, endings } = watchClosely(push.options);

    await pass(100);
    assert.equal(statuses[0]?.state, 'running');
    push.end('completed');
    await pass(1);

    assert.deepEqual(endings, [
      {
        exportId: 'export-1',
        state: 'completed',
        fileName: 'export-1.csv',
        rows: 10,
        bytes: 100,
        endedAt: '2026-01-02T03:05:05.678Z',
      },
    ]);
    assert.equal(push.log.polls, 0);
    assert.equal(vi.getTimerCount(), 0);
    assert.equal(push.log.openSockets, 0);
  });

  it('gets state and ending on subscribing when the export ended before', async () => {
    const push = scriptedPush({ attempts: [live] });
    push.end('failed');

    const { calls, endings } = watchClosely(push.options);
    await pass(100);

    assert.deepEqual(calls, ['status', 'ended']);
    assert.equal(endings[0]?.state, 'failed');
  });

  it('finishes by asking the API when no socket can ever be had', async () => {
    const push = scriptedPush({ attempts: [refused] });
    const { statuses, endings } = watchClosely(push.options);

    await pass(60_000);
    assert.ok(statuses.length >= 10, `${statuses.length} looks in a minute`);
    push.end('completed');
    await pass(5100);

    assert.equal(endings.length, 1);
    assert.ok(!('fileUrl' in (endings[0] ?? {})));
    assert.equal(vi.getTimerCount(), 0);
  });

  it('looks at once when the first try fails, so that a page shows something', async () => {
    const { statuses } = watchClosely(scriptedPush({ attempts: [refused] }).options);

    await pass(100);

    assert.equal(statuses.length, 1);
  });

  it('finishes although the push was lost, by the look that comes now and then on an open socket', async () => {
    const push = scriptedPush({ attempts: [{ ...live, isPushLost: true }] });
    const { endings } = watchClosely(push.options);
    await pass(1000);
    push.end('completed');

    await pass(50_000);
    assert.equal(endings.length, 0);
    await pass(16_000);

    assert.equal(endings.length, 1);
    assert.ok(push.log.polls <= 2);
  });

  it('does not go back from a newer state to an older one that took longer to arrive', async () => {
    const push = scriptedPush({ attempts: [{ kind: 'unanswered', afterMs: 1 }, live] });
    const { statuses, watcher } = watchClosely({
      ...push.options,
      backoff: { baseMs: 1, maxMs: 1 },
      async fetchStatus(...call) {
        const older = await push.options.fetchStatus(...call);
        await new Promise((resolve) => setTimeout(resolve, 2000));
        return { ...older, progress: { rows: 1, bytes: 1 } };
      },
    });

    await pass(4000);
    watcher.close();

    assert.deepEqual(
      statuses.map(({ progress }) => progress.rows),
      [10],
    );
  });

  it('is over for good after close(): no callback, no timer, no socket, at whatever instant', async () => {
    for (let instant = 0; instant < 120; instant += 1) {
      const push = scriptedPush({ attempts: [refused, live] });
      const { watcher, calls } = watchClosely({
        ...push.options,
        polling: { intervalMs: 50 },
        backoff: { baseMs: 20, maxMs: 20 },
      });
      await pass(instant);
      const before = calls.length;

      watcher.close();
      watcher.close();
      push.end('completed');
      await pass(60_000);

      assert.equal(calls.length, before);
      assert.equal(vi.getTimerCount(), 0);
      assert.equal(push.log.openSockets, 0);
    }
  });

  it('may be closed from within a callback, whether a socket or a look brought the ending', async () => {
    for (const attempt of [live, refused]) {
      const push = scriptedPush({ attempts: [attempt] });
      const calls: string[] = [];
      const watcher = createExportWatcher({
        ...push.options,
        onStatus() {
          calls.push('status');
          watcher.close();
        },
        onEnded: () => calls.push('ended'),
      });
      push.end('completed');

      await pass(60_000);

      assert.deepEqual(calls, ['status']);
      assert.equal(vi.getTimerCount(), 0);
    }
  });

  it('asks isFinal nothing any more after close()', async () => {
    const push = scriptedPush({ attempts: [refused], failingCalls: 100 });
    let asked = 0;
    const { watcher } = watchClosely({
      ...push.options,
      isFinal() {
        asked += 1;
        return false;
      },
    });
    await pass(10);

    watcher.close();
    await pass(60_000);

    assert.equal(asked, 0);
  });

  it("goes on when a callback throws, and leaves the error to the page's own reporting", async () => {
    const push = scriptedPush({ attempts: [live] });
    const broken = new Error('broken');
    const reported: unknown[] = [];
    vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        reported.push(error);
      }
    });
    const endings: unknown[] = [];
    createExportWatcher({
      ...push.options,
      onStatus() {
        throw broken;
      },
      onEnded: (ending) => endings.push(ending),
    });
    await pass(100);

    push.end('completed');
    await pass(100);

    assert.deepEqual(reported, [broken]);
    assert.equal(endings.length, 1);
  });
});
