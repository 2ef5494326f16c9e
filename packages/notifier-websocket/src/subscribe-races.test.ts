import assert from 'node:assert/strict';
import { type ExportState, memoryStore, type Store } from '@export-engine/core';
import { describe, it } from 'vitest';
import { collect } from '../test/support/collect.ts';
import { runEveryInterleaving } from '../test/support/interleavings.ts';
import { memoryTransport } from '../test/support/memory-transport.ts';
import { eventOf, statusOf } from '../test/support/sample-export.ts';
import { connectionRegistry } from './connection-registry.ts';
import { pushMessages } from './push-messages.ts';
import { webSocketNotifier } from './web-socket-notifier.ts';

const { signal } = new AbortController();

describe('subscribing while the export ends', () => {
  it('gets the state and the ending in every order in which the two can interleave', async () => {
    const orders = await runEveryInterleaving((gate) => {
      const transport = memoryTransport();
      const guardedTransport = gate.guard(transport);
      const connections = connectionRegistry({ store: gate.guard(plainStore()) });
      const record = {
        state: 'running' as ExportState,
        async end() {
          record.state = 'completed';
        },
      };
      const messages = pushMessages({
        engine: gate.guard({ status: async () => statusOf('export-1', record.state) }),
        tickets: { redeem: async () => ({ exportId: 'export-1', owner: 'ada' }) },
        transport: guardedTransport,
        connections,
      });
      const notifier = webSocketNotifier({ connections, transport: guardedTransport });
      return {
        tasks: [
          () => messages.onMessage('a', '{"action":"subscribe","ticket":"t"}', { signal }),
          async () => {
            // As the engine does: the ending is in the record before anybody is told.
            await gate.guard(record).end();
            await notifier.notify(eventOf('export-1'), { signal });
          },
        ],
        check(order) {
          const types = transport.framesOf('a').map(({ type }) => type);
          assert.ok(types.includes('status'), `no state in order ${order}`);
          assert.ok(types.includes('ended'), `no ending in order ${order}`);
        },
      };
    });

    assert.ok(orders > 1000, `${orders} orders`);
  }, 60_000);

  it('leaves no entry of a connection that closes at the same time, once its export has ended', async () => {
    await runEveryInterleaving((gate) => {
      const store = plainStore();
      const connections = connectionRegistry({ store: gate.guard(store) });
      const transport = memoryTransport();
      transport.gone.add('a');
      return {
        tasks: [() => connections.subscribe('a', 'export-1', { signal }), () => connections.forget('a', { signal })],
        async check(order) {
          const later = connectionRegistry({ store });
          await webSocketNotifier({ connections: later, transport }).notify(eventOf('export-1'), { signal });
          assert.deepEqual(await collect(store.list('', { signal })), [], order);
        },
      };
    });
  });
});

/** A store whose calls take no turn of their own: the gate alone says who goes next. */
function plainStore(): Store {
  const { backend } = memoryStore();
  return {
    ...memoryStore({ backend }),
    async read(key) {
      const entry = backend.entries.get(key);
      return entry && { value: JSON.parse(entry.json), version: entry.version };
    },
    async write(key, value) {
      backend.sequence += 1;
      const version = `v${backend.sequence}`;
      backend.entries.set(key, { json: JSON.stringify(value), version });
      return { version };
    },
    async *list(prefix) {
      for (const key of [...backend.entries.keys()]) if (key.startsWith(prefix)) yield key;
    },
    async remove(key) {
      backend.entries.delete(key);
    },
  };
}
