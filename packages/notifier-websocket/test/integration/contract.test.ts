import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { memoryStore } from '@export-engine/core';
import {
  type NotifierFixture,
  type NotifierHarness,
  notifierContract,
  registerContract,
} from '@export-engine/core/testing';
import { startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { apiGatewayTransport } from '../../src/api-gateway/index.ts';
import { connectionRegistry, webSocketNotifier } from '../../src/index.ts';
import { countingTransport } from '../support/counting-transport.ts';
import { eventually } from '../support/eventually.ts';
import { openSocket } from '../support/socket-client.ts';
import { createWebSocketApi, managementClient, type WebSocketApi } from './support/web-socket-api.ts';

const contractExports = Array.from({ length: 10 }, (_, index) => `export-${index}`);

describeWithServer('aws', (aws) => {
  /** Which connection sent which text. */
  const senders = new Map<string, string>();
  let api: WebSocketApi;

  beforeAll(async () => {
    api = await createWebSocketApi(aws, async ({ requestContext, body = '' }) => {
      senders.set(body, requestContext.connectionId);
    });
  });
  afterAll(() => api.remove());

  /** A real connection to the emulator, with a proxy between the notifier and it that can fail. */
  const harness: NotifierHarness<NotifierFixture & { stop(): Promise<void> }> = {
    capabilities: {},

    async setUp() {
      const proxy = await startFaultProxy({ target: aws.endpoint });
      const client = await openSocket(api.url);
      const text = randomUUID();
      client.socket.send(text);
      const connectionId = await eventually(() => senders.get(text) ?? assert.fail('no event of the connection'));
      // The suite ends the same export again and again, where a real one ends once: the subscription has to outlast that.
      const connections = { ...connectionRegistry({ store: memoryStore() }), unsubscribe: async () => {} };
      for (const exportId of contractExports) {
        await connections.subscribe(connectionId, exportId, { signal: new AbortController().signal });
      }
      const managing = managementClient(aws, api.endpoint.replace(aws.endpoint, proxy.url));
      const transport = countingTransport(apiGatewayTransport({ client: managing }));
      return {
        connect: () => webSocketNotifier({ connections, transport }),
        recipient: null,
        invalidRecipients: [connectionId, {}, [], 7, false],
        received: () =>
          eventually(() => {
            assert.ok(client.frames.length >= transport.sent, 'not all has arrived');
            return client.frames.map((frame) => JSON.stringify(frame));
          }),
        failNext({ kind, secret }) {
          let isFailed = false;
          proxy.setRule(() => {
            if (isFailed) return undefined;
            isFailed = true;
            const body = JSON.stringify({ message: secret });
            return { kind: 'respond', status: kind === 'transient' ? 503 : 403, body };
          });
        },
        async stop() {
          managing.destroy();
          await proxy.close();
          client.socket.close();
          await client.closed;
        },
      };
    },

    tearDown: ({ stop }) => stop(),
  };

  describe('webSocketNotifier on API Gateway', () => {
    registerContract(notifierContract, harness, { describe, it });
  });
});
