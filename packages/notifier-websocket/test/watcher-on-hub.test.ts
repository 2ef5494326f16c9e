import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { WebSocket } from 'ws';
import { createExportWatcher, type ExportEnding, type WebSocketConstructor } from '../src/client/index.ts';
import { eventually } from './support/eventually.ts';
import { type PushWorld, startPushWorld } from './support/push-world.ts';

/** Fast enough for a test, slow enough that it shows who told: a look comes long after a push. */
const backoff = { baseMs: 5, maxMs: 50 };
const noPolling = { intervalMs: 600_000, safetyIntervalMs: 600_000 };
const polling = { intervalMs: 20, safetyIntervalMs: 600_000 };

let world: PushWorld;
const closings: (() => void)[] = [];

beforeEach(async () => {
  world = await startPushWorld();
});

afterEach(async () => {
  for (const close of closings.splice(0)) close();
  await world.stop();
});

function watch(exportId: string, more: object = {}) {
  const states: string[] = [];
  const endings: ExportEnding[] = [];
  const errors: unknown[] = [];
  const watcher = createExportWatcher({
    exportId,
    ...world.watcherOptions,
    ...{ backoff, polling: noPolling },
    onStatus: ({ state }) => states.push(state),
    onEnded: (ending) => endings.push(ending),
    onError: (error) => errors.push(error),
    ...more,
  });
  closings.push(watcher.close);
  return { watcher, states, endings, errors };
}

async function isLive({ states }: { readonly states: readonly string[] }): Promise<void> {
  await eventually(() => assert.ok(states.length > 0));
}

describe('createExportWatcher against a real hub and engine', () => {
  it.each([
    ['of Node', globalThis.WebSocket],
    ['of ws', WebSocket],
  ])('is told of the ending by push, over the WebSocket %s', async (_, implementation) => {
    const id = await world.start();
    const watched = watch(id, { WebSocket: implementation as WebSocketConstructor });
    await isLive(watched);

    world.release();

    await eventually(() => assert.equal(watched.endings.length, 1));
    assert.deepEqual(
      [watched.endings[0]?.exportId, watched.endings[0]?.state, watched.endings[0]?.rows],
      [id, 'completed', 1],
    );
    await eventually(() => assert.equal(world.hub.connectionCount, 0));
  });

  it('gives every page of its own export its ending, and no page another', async () => {
    const ids = [await world.start(), await world.start(), await world.start()];
    const watched = ids.flatMap((id) => [watch(id), watch(id)]);
    for (const one of watched) await isLive(one);

    world.release();

    await eventually(() => assert.ok(watched.every(({ endings }) => endings.length === 1)));
    assert.deepEqual(
      watched.map(({ endings }) => endings[0]?.exportId),
      ids.flatMap((id) => [id, id]),
    );
  });

  it('learns of an ending that was before it came', async () => {
    const id = await world.start();
    world.release();
    await eventually(async () => assert.equal((await world.engine.status(id, { owner: 'ada' })).state, 'completed'));

    const watched = watch(id);

    await eventually(() => assert.equal(watched.endings.length, 1));
    assert.deepEqual(watched.states, ['completed']);
  });

  it('learns of an ending while the server was dead, when that is back', async () => {
    const id = await world.start();
    const watched = watch(id);
    await isLive(watched);

    await world.kill();
    world.release();
    await eventually(async () => assert.equal((await world.engine.status(id, { owner: 'ada' })).state, 'completed'));
    assert.equal(watched.endings.length, 0);
    await world.revive();

    await eventually(() => assert.equal(watched.endings.length, 1));
  });

  it('is told by push of an ending after the server was dead and is back', async () => {
    const id = await world.start();
    const watched = watch(id);
    await isLive(watched);
    await world.kill();
    await sleep(20);
    await world.revive();
    await eventually(() => assert.ok(watched.states.length >= 2));

    world.release();

    await eventually(() => assert.equal(watched.endings.length, 1));
  });

  it('finishes by polling when the server never comes back', async () => {
    const id = await world.start();
    await world.kill();
    const watched = watch(id, { polling });
    await isLive(watched);

    world.release();

    await eventually(() => assert.equal(watched.endings.length, 1));
    assert.deepEqual(watched.errors, []);
  });

  it('gets through when sockets are cut again and again, before and after they are answered', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await world.start();
      const watched = watch(id);
      for (let cut = 0; cut < 10; cut += 1) {
        await sleep(round / 2);
        world.cutSockets();
      }
      if (round === 10) world.release();
      if (round < 10) watched.watcher.close();
      else await eventually(() => assert.equal(watched.endings.length, 1));
    }
  });

  it("ends with onError for somebody else's export", async () => {
    const watched = watch('00000000-0000-4000-8000-000000000000', {
      isFinal: (error: { code?: string }) => error.code === 'EXPORT_NOT_FOUND',
    });

    await eventually(() => assert.equal(watched.errors.length, 1));
    assert.deepEqual(watched.endings, []);
  });

  it('leaves no subscription in the store once all pages are gone or told', async () => {
    const id = await world.start();
    const [staying, leaving] = [watch(id), watch(id)];
    await isLive(staying);
    await isLive(leaving);

    leaving.watcher.close();
    world.release();

    const left = (): string[] => [...world.store.backend.entries.keys()].filter((key) => /^push\/(sub|con)/.test(key));
    await eventually(() => assert.deepEqual([staying.endings.length, left()], [1, []]));
    assert.equal(leaving.endings.length, 0);
  });
});
