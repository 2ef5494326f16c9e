import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { type ExportStatus, memoryStore } from '@export-engine/core';
import { connectionRegistry } from '@export-engine/notifier-websocket';
import { describe, it } from 'vitest';
import { createPushRelay, type PushRelayOptions } from './push-relay.ts';

const { signal } = new AbortController();

/** An engine whose exports end when the test says so, and that knows who watches. A watch takes its time to end. */
function stubEngine(endMs: number) {
  const watching = new Map<string, { readonly owner: string; readonly end: () => void }>();
  let begun = 0;
  const engine: PushRelayOptions['engine'] = {
    async *watch(exportId, options) {
      begun += 1;
      const ended = new Promise<void>((resolve, reject) => {
        watching.set(exportId, { owner: options.owner, end: resolve });
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
      });
      try {
        yield statusOf(exportId, 'running');
        await ended;
        yield statusOf(exportId, 'completed');
      } finally {
        watching.delete(exportId);
        await pause(endMs);
      }
    },
  };
  return { engine, watching, begun: () => begun };
}

function statusOf(id: string, state: ExportStatus['state']): ExportStatus {
  return { id, state } as ExportStatus;
}

function createRelay(more: Partial<PushRelayOptions> = {}, endMs = 0) {
  const { engine, watching, begun } = stubEngine(endMs);
  const told: string[] = [];
  const errors: unknown[] = [];
  const relay = createPushRelay({
    engine,
    // A ticket of this test reads "export owner".
    tickets: {
      redeem: async (ticket) => {
        const [exportId = '', owner = ''] = ticket.split(' ');
        return { exportId, owner };
      },
    },
    connections: connectionRegistry({ store: memoryStore(), maxExportsPerConnection: 2 }),
    tell: async ({ id, state }) => {
      told.push(`${id} ${state}`);
    },
    onError: (error) => errors.push(error),
    ...more,
  });
  async function subscribe(connectionId: string, exportId: string, owner = 'ada'): Promise<void> {
    await relay.tickets.redeem(`${exportId} ${owner}`, { signal });
    await relay.connections.subscribe(connectionId, exportId, { signal });
  }
  return { relay, subscribe, watching, begun, told, errors };
}

describe('createPushRelay', () => {
  it('watches an export as its owner from the first subscription, once, and tells of the ending', async () => {
    const { subscribe, watching, begun, told } = createRelay();

    await subscribe('c1', 'e1', 'ada');
    await subscribe('c2', 'e1', 'ada');
    await pause(5);
    assert.deepEqual(
      [...watching].map(([id, { owner }]) => [id, owner]),
      [['e1', 'ada']],
    );
    assert.equal(begun(), 1);
    watching.get('e1')?.end();
    await pause(5);

    assert.deepEqual(told, ['e1 completed']);
    assert.equal(watching.size, 0);
  });

  it('stops to watch when the last connection unsubscribes or closes', async () => {
    const { relay, subscribe, watching, told, errors } = createRelay();
    await subscribe('c1', 'e1');
    await subscribe('c2', 'e1');
    await subscribe('c2', 'e2');
    await pause(5);

    await relay.connections.unsubscribe('c1', 'e1', { signal });
    await pause(5);
    assert.deepEqual([...watching.keys()].sort(), ['e1', 'e2']);
    await relay.connections.forget('c2', { signal });
    await pause(5);

    assert.equal(watching.size, 0);
    assert.deepEqual(told, []);
    assert.deepEqual(errors, []);
  });

  it('watches again for whoever subscribes after a stop', async () => {
    const { relay, subscribe, watching, begun, told } = createRelay();
    await subscribe('c1', 'e1');
    await relay.connections.unsubscribe('c1', 'e1', { signal });
    await subscribe('c2', 'e1');
    await pause(5);

    assert.equal(begun(), 2);
    watching.get('e1')?.end();
    await pause(5);
    assert.deepEqual(told, ['e1 completed']);
  });

  it('stops to watch for whoever subscribed after a stop', async () => {
    const { relay, subscribe, watching } = createRelay({}, 20);
    await subscribe('c1', 'e1');
    await relay.connections.unsubscribe('c1', 'e1', { signal });
    await subscribe('c2', 'e1');
    await pause(50);
    assert.equal(watching.size, 1);

    await relay.connections.forget('c2', { signal });
    await pause(50);

    assert.equal(watching.size, 0);
  });

  it('does not watch for a subscription that was refused', async () => {
    const { subscribe, begun } = createRelay();
    await subscribe('c1', 'e1');
    await subscribe('c1', 'e2');

    await assert.rejects(subscribe('c1', 'e3'), { code: 'EXPORT_STATE_INVALID' });

    assert.equal(begun(), 2);
  });

  it('reports what goes wrong while it watches or tells', async () => {
    const broken = new Error('broken');
    const { subscribe, watching, errors } = createRelay({ tell: () => Promise.reject(broken) });
    await subscribe('c1', 'e1');
    await pause(5);

    watching.get('e1')?.end();
    await pause(5);

    assert.deepEqual(errors, [broken]);
  });

  it('closes with nothing left, in silence', async () => {
    const { relay, subscribe, watching, told, errors } = createRelay();
    await subscribe('c1', 'e1');
    await subscribe('c1', 'e2');

    await relay.close();

    assert.equal(watching.size, 0);
    assert.deepEqual(told, []);
    assert.deepEqual(errors, []);
  });
});
