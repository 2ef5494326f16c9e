import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ExportStatus } from '@export-engine/core';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { eventStream } from './event-stream.ts';
import { openWatch } from './watch-session.ts';

const running = { id: 'x', state: 'running', progress: { rows: 1 } } as ExportStatus;
const completed = { id: 'x', state: 'completed', progress: { rows: 2 } } as ExportStatus;

describe('eventStream', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    assert.equal(vi.getTimerCount(), 0, 'a timer is left');
    vi.useRealTimers();
  });

  it('says that it is alive every 15 seconds of silence', async () => {
    const { read, tell, cancel } = openStream();
    await read();

    const comment = read();
    await vi.advanceTimersByTimeAsync(14_999);
    assert.equal(await settled(comment), false);
    await vi.advanceTimersByTimeAsync(1);
    assert.equal(await comment, ': heartbeat\n\n');

    const next = read();
    tell(completed);
    assert.match((await next) ?? '', /^id: 2\nevent: status\n.*\n\nid: ended\nevent: ended\n/);
    assert.equal(await read(), undefined);
    await cancel();
  });

  it('loses no status that comes while a comment is sent', async () => {
    const { read, tell, cancel } = openStream();
    await read();
    const comment = read();
    await vi.advanceTimersByTimeAsync(15_000);

    tell(running);
    await comment;

    assert.match((await read()) ?? '', /event: status/);
    await cancel();
  });

  it('closes at the end of its life, in silence and in the midst of news', async () => {
    const silent = openStream({ lifeMs: 20_000 });
    await silent.read();
    const comment = silent.read();
    await vi.advanceTimersByTimeAsync(15_000);
    await comment;
    const end = silent.read();
    await vi.advanceTimersByTimeAsync(5000);
    assert.equal(await end, undefined);

    const busy = openStream({ lifeMs: 1000 });
    await busy.read();
    await vi.advanceTimersByTimeAsync(1000);
    const late = busy.read();
    await vi.advanceTimersByTimeAsync(1);
    assert.equal(await late, undefined);
    assert.ok(busy.isOver());
  });

  it('asks for no status before the client has taken the last', async () => {
    const { asked, read, tell, cancel } = openStream();
    await read();
    tell(running);
    await vi.advanceTimersByTimeAsync(0);

    assert.equal(asked(), 1);
    await read();
    assert.equal(asked(), 2);
    await cancel();
  });

  it('leaves no timer, listener or watch behind a client that leaves, whenever it leaves', async () => {
    const { signal } = new AbortController();
    for (let index = 0; index < 1000; index += 1) {
      const stream = openStream({ signal });
      if (index % 3 > 0) await stream.read();
      const waiting = index % 3 === 2 ? stream.read() : undefined;
      await stream.cancel();
      await waiting;
      assert.ok(stream.isOver());
    }

    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('ends quietly with the request', async () => {
    const leaving = new AbortController();
    const stream = openStream({ signal: leaving.signal });
    await stream.read();
    const rest = stream.read();

    leaving.abort('gone');

    assert.equal(await rest, undefined);
    assert.deepEqual(stream.failures, []);
    assert.ok(stream.isOver());
  });

  it('reports a watch that fails, and closes', async () => {
    const stream = openStream();
    await stream.read();
    const rest = stream.read();
    const failure = new Error('lost');

    stream.fail(failure);

    assert.equal(await rest, undefined);
    assert.deepEqual(stream.failures, [failure]);
  });
});

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

/** A stream of a watch that tells what the test says. */
function openStream(options: { readonly lifeMs?: number; readonly signal?: AbortSignal } = {}) {
  const { lifeMs = 900_000, signal = new AbortController().signal } = options;
  const news: (() => ExportStatus)[] = [];
  let wake = Promise.withResolvers<void>();
  let asked = 1;
  let isOver = false;
  const failures: unknown[] = [];

  const say = (what: () => ExportStatus): void => {
    news.push(what);
    wake.resolve();
  };
  async function* watch(_id: string, { signal: stop }: { readonly signal?: AbortSignal | undefined }) {
    const stopped = Promise.withResolvers<void>();
    stop?.addEventListener('abort', () => stopped.resolve());
    try {
      for (;;) {
        const next = news.shift();
        if (next === undefined) {
          wake = Promise.withResolvers<void>();
          await Promise.race([wake.promise, stopped.promise]);
          stop?.throwIfAborted();
          continue;
        }
        yield next();
        asked += 1;
      }
    } finally {
      isOver = true;
    }
  }
  const session = openWatch({ watch }, 'x', { owner: 'ada', signal });
  // The first status is read before the stream is made, as the route does.
  say(() => running);
  void session.next();
  const reader = eventStream(session, {
    first: running,
    lifeMs,
    onFailure: (error) => failures.push(error),
  }).getReader();
  const decoder = new TextDecoder();

  return {
    failures,
    asked: () => asked,
    isOver: () => isOver,
    tell: (status: ExportStatus) => say(() => status),
    fail: (error: Error) =>
      say(() => {
        throw error;
      }),
    async read(): Promise<string | undefined> {
      const { done, value } = await reader.read();
      return done ? undefined : decoder.decode(value);
    },
    cancel: () => reader.cancel(),
  };
}
