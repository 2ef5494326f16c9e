import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { assertRejects } from '@export-engine/core/testing';
import { afterEach, describe, it, vi } from 'vitest';
import { type PushServer, startPushServer } from '../../test/support/push-server.ts';
import { openSocket } from '../../test/support/socket-client.ts';
import type { PushMessages } from '../push-messages.ts';
import { webSocketHub } from './index.ts';

const quiet: PushMessages = { onMessage: async () => {}, onDisconnect: async () => {} };
let server: PushServer | undefined;

afterEach(async () => {
  vi.restoreAllMocks();
  await server?.stop();
});

/** Timers of these times that were set and not yet cleared. */
function watchTimers(...times: readonly number[]): () => number {
  const open = new Set<unknown>();
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const set = globalThis[name];
    vi.spyOn(globalThis, name).mockImplementation(((callback: () => void, ms: number) => {
      const timer = set(callback, ms);
      if (times.includes(ms)) open.add(timer);
      return timer;
    }) as never);
  }
  for (const name of ['clearTimeout', 'clearInterval'] as const) {
    const clear = globalThis[name];
    vi.spyOn(globalThis, name).mockImplementation((timer) => {
      open.delete(timer);
      clear(timer);
    });
  }
  return () => open.size;
}

describe('webSocketHub: close()', () => {
  it('closes every connection with 1001, sees their ends through, and leaves no timer', async () => {
    const openTimers = watchTimers(5000, 12_345);
    const disconnects: string[] = [];
    server = await startPushServer(
      { ...quiet, onDisconnect: async (id) => void disconnects.push(id) },
      { heartbeatMs: 12_345 },
    );
    const clients = await Promise.all([openSocket(server.url), openSocket(server.url)]);

    assert.equal(openTimers(), 1);
    await server.hub.close();

    assert.equal(disconnects.length, 2);
    assert.equal(server.hub.connectionCount, 0);
    assert.deepEqual(await Promise.all(clients.map(({ closed }) => closed)), [1001, 1001]);
    assert.equal(openTimers(), 0);
  });

  it('takes no connection any more, can be called again, and is done at once without one', async () => {
    server = await startPushServer(quiet);

    await Promise.all([server.hub.close(), server.hub.close()]);
    await server.hub.close();

    await assert.rejects(openSocket(server.url), /503/);
  });

  it('waits for the frame that is being served', async () => {
    const frame = Promise.withResolvers<void>();
    let isServed = false;
    server = await startPushServer({
      ...quiet,
      async onMessage() {
        await frame.promise;
        isServed = true;
      },
    });
    const client = await openSocket(server.url);
    client.socket.send('x');

    const closing = server.hub.close();
    await client.closed;
    frame.resolve();
    await closing;

    assert.equal(isServed, true);
  });

  it('cuts clients that do not answer, and stops the work on frames, after five seconds', async () => {
    server = await startPushServer({
      ...quiet,
      onMessage: (_, __, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject)),
    });
    const client = await openSocket(server.url);
    client.socket.send('x');
    client.socket.pause();
    const start = performance.now();

    await server.hub.close();

    const took = performance.now() - start;
    assert.ok(took > 4900 && took < 8000, `${took} ms`);
    client.socket.terminate();
  }, 15_000);

  it('cuts at once when its signal is aborted, rejects with the reason, and leaves no listener on it', async () => {
    server = await startPushServer(quiet);
    const client = await openSocket(server.url);
    client.socket.pause();
    const controller = new AbortController();
    const reason = new Error('no time');

    const closing = server.hub.close({ signal: controller.signal });
    controller.abort(reason);

    await assert.rejects(closing, reason);
    assert.equal(server.hub.connectionCount, 0);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    client.socket.terminate();
  });

  it('refuses what is no signal', async () => {
    const call = webSocketHub().close as (options: unknown) => Promise<void>;

    for (const bad of [{ signal: 'now' }, { surprise: 1 }, 'now']) {
      assert.match((await assertRejects(call(bad), 'EXPORT_OPTIONS_INVALID')).message, /^close\(\)/);
    }
  });
});
