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

describe('createExportWatcher: reconnecting', () => {
  it('comes back with a fresh ticket after a drop, and does not ask in vain while it is connected', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const push = scriptedPush({ attempts: [{ ...live, lifeMs: 60_000 }] });
    const { statuses, watcher } = watchClosely(push.options);

    await pass(600_000);
    watcher.close();

    assert.equal(push.log.reusedTickets, 0);
    assert.equal(push.log.attempts, push.log.tickets);
    assert.ok(push.log.attempts >= 9 && push.log.attempts <= 11, `${push.log.attempts} sockets`);
    assert.equal(statuses.length, push.log.attempts + push.log.polls);
    assert.ok(push.log.polls <= 3, `${push.log.polls} looks`);
  });

  it('waits up to twice as long after each failure, and never longer than the longest pause', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999999);
    const tries: number[] = [];
    const start = Date.now();
    const push = scriptedPush({ attempts: [refused] });
    const { watcher } = watchClosely({
      ...push.options,
      backoff: { baseMs: 1000, maxMs: 10_000 },
      getTicket(...call) {
        tries.push(Math.floor((Date.now() - start) / 1000));
        return push.options.getTicket(...call);
      },
    });

    await pass(40_000);
    watcher.close();

    assert.deepEqual(tries, [0, 1, 3, 7, 15, 25, 35]);
  });

  it('does not hammer a server whose sockets drop as soon as they are answered', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const push = scriptedPush({ attempts: [{ ...live, lifeMs: 0 }] });
    const { watcher } = watchClosely(push.options);

    await pass(600_000);
    watcher.close();

    assert.ok(push.log.attempts < 50, `${push.log.attempts} sockets in ten minutes`);
  });

  it('gives up on a socket that does not open or whose subscription is not answered within ten seconds', async () => {
    for (const kind of ['silent', 'unanswered'] as const) {
      const push = scriptedPush({ attempts: [{ kind, afterMs: 1_000_000 }, live] });
      const { statuses, watcher } = watchClosely({ ...push.options, polling: { intervalMs: 600_000 } });

      await pass(13_000);
      watcher.close();

      assert.ok(statuses.length >= 1);
      assert.equal(push.log.attempts, 2);
    }
  });

  it('notices a socket that is dead without having closed by its missing pong', async () => {
    const push = scriptedPush({ attempts: [{ ...live, lifeMs: 1000, isHalfOpen: true }, live] });
    const { watcher } = watchClosely({ ...push.options, pingIntervalMs: 30_000 });

    await pass(39_000);
    assert.equal(push.log.attempts, 1);
    await pass(3000);

    assert.equal(push.log.attempts, 2);
    watcher.close();
  });

  it('keeps a quiet socket open by pings', async () => {
    const push = scriptedPush({ attempts: [live] });
    const { watcher } = watchClosely({ ...push.options, pingIntervalMs: 30_000 });

    await pass(3_600_000);

    assert.equal(push.log.attempts, 1);
    watcher.close();
  });

  it('polls on when the page may not open a socket at all', async () => {
    const push = scriptedPush({ attempts: [] });
    class Forbidden {
      constructor() {
        throw new DOMException('An insecure connection may not be initiated.', 'SecurityError');
      }
    }
    const { statuses, endings } = watchClosely({ ...push.options, WebSocket: Forbidden as never });
    await pass(10_000);
    push.end('completed');
    await pass(6000);

    assert.ok(statuses.length >= 2);
    assert.equal(endings.length, 1);
  });

  it('looks and reconnects at once when the page is shown again or has a network again', async () => {
    for (const type of ['visibilitychange', 'online'] as const) {
      const page = new EventTarget();
      const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
      vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
      vi.stubGlobal('document', document);
      const push = scriptedPush({ attempts: [refused] });
      vi.spyOn(Math, 'random').mockReturnValue(0.9);
      const { watcher } = watchClosely({
        ...push.options,
        polling: { intervalMs: 600_000 },
        backoff: { baseMs: 60_000, maxMs: 600_000 },
      });
      await pass(1000);
      const before = { ...push.log };

      (type === 'online' ? page : document).dispatchEvent(new Event(type));
      await pass(100);

      assert.equal(push.log.polls, before.polls + 1);
      assert.equal(push.log.attempts, before.attempts + 1);
      watcher.close();
      document.visibilityState = 'hidden';
      document.dispatchEvent(new Event(type));
      await pass(1000);
      assert.equal(push.log.attempts, before.attempts + 1);
      vi.unstubAllGlobals();
    }
  });

  it('looks again every few seconds once the socket is lost and no other can be had', async () => {
    const push = scriptedPush({ attempts: [{ ...live, lifeMs: 1000 }, refused] });
    const { endings } = watchClosely(push.options);
    await pass(2000);

    push.end('completed');
    await pass(5100);

    assert.equal(endings.length, 1);
  });

  it('looks at once when the page is shown again although the socket seems open', async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', document);
    const push = scriptedPush({ attempts: [{ ...live, lifeMs: 1000, isHalfOpen: true }] });
    const { endings } = watchClosely(push.options);
    await pass(2000);
    push.end('completed');

    document.dispatchEvent(new Event('visibilitychange'));
    await pass(100);

    assert.equal(endings.length, 1);
    vi.unstubAllGlobals();
  });

  it('does not gather listeners over a thousand connections and looks', async () => {
    const added = vi.spyOn(AbortSignal.prototype, 'addEventListener');
    const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
    const push = scriptedPush({ attempts: [{ ...live, lifeMs: 1 }] });
    const { watcher } = watchClosely({
      ...push.options,
      backoff: { baseMs: 1, maxMs: 1 },
      polling: { intervalMs: 10 },
    });

    await pass(60_000);
    const ofOwnSignals = 2 * (push.log.tickets + push.log.polls);

    assert.ok(push.log.attempts > 1000);
    assert.ok(added.mock.calls.length - removed.mock.calls.length - ofOwnSignals < 10);
    watcher.close();
  });
});
