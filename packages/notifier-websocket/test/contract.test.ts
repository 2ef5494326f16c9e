import assert from 'node:assert/strict';
import { ExportEngineError, memoryStore } from '@export-engine/core';
import {
  type NotifierFixture,
  type NotifierHarness,
  notifierContract,
  registerContract,
} from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { connectionRegistry, pushMessages, webSocketNotifier } from '../src/index.ts';
import { webSocketHub } from '../src/ws/index.ts';
import { countingTransport } from './support/counting-transport.ts';
import { eventually } from './support/eventually.ts';
import { startServerFor } from './support/push-server.ts';
import { statusOf } from './support/sample-export.ts';
import { openSocket } from './support/socket-client.ts';

const contractExports = Array.from({ length: 10 }, (_, index) => `export-${index}`);

/** A real socket, subscribed to the exports that the suite ends. */
const harness: NotifierHarness<NotifierFixture & { stop(): Promise<void> }> = {
  capabilities: {},

  async setUp() {
    const hub = webSocketHub();
    const server = await startServerFor(hub);
    const registry = connectionRegistry({ store: memoryStore() });
    // The suite ends the same export again and again, where a real one ends once: the subscription has to outlast that.
    const connections = { ...registry, unsubscribe: async () => {} };
    const tickets = { redeem: async (exportId: string) => ({ exportId, owner: 'owner-1' }) };
    const engine = { status: async (exportId: string) => statusOf(exportId, 'running') };
    hub.serve(pushMessages({ engine, tickets, connections, transport: hub }));
    const client = await openSocket(server.url);
    for (const ticket of contractExports) {
      client.send({ action: 'subscribe', ticket });
      await client.next();
    }
    const failures: ExportEngineError[] = [];
    const transport = countingTransport({
      send: (...call) => {
        const failure = failures.shift();
        return failure === undefined ? hub.send(...call) : Promise.reject(failure);
      },
    });
    return {
      connect: () => webSocketNotifier({ connections, transport }),
      recipient: null,
      invalidRecipients: ['owner-1', {}, [], 7, false],
      received: () =>
        eventually(() => {
          const told = client.frames.filter(({ type }) => type === 'ended');
          assert.ok(told.length >= transport.sent, 'not all has arrived');
          return told.map((frame) => JSON.stringify(frame));
        }),
      failNext({ kind, secret }) {
        const isRetryable = kind === 'transient';
        failures.push(new ExportEngineError('EXPORT_NOTIFY_FAILED', 'no', { cause: new Error(secret), isRetryable }));
      },
      async stop() {
        client.socket.terminate();
        await server.stop();
      },
    };
  },

  tearDown: ({ stop }) => stop(),
};

describe('webSocketNotifier on webSocketHub', () => {
  registerContract(notifierContract, harness, { describe, it });
});
