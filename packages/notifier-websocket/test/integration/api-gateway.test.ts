import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createExportEngine, type ExportEngine, type MemoryQuery, memorySink, memoryStore } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { apiGatewayTransport } from '../../src/api-gateway/index.ts';
import {
  type ConnectionRegistry,
  type ConnectionTransport,
  connectionRegistry,
  type PushTickets,
  pushTickets,
  webSocketNotifier,
} from '../../src/index.ts';
import { socketHandler } from '../readme/lambda-example.ts';
import { collect } from '../support/collect.ts';
import { eventually } from '../support/eventually.ts';
import { heldSource } from '../support/held-source.ts';
import { openSocket } from '../support/socket-client.ts';
import { createWebSocketApi, managementClient, type WebSocketApi } from './support/web-socket-api.ts';

const { signal } = new AbortController();
const secret = 'a secret of thirty-two characters';
const notify = [{ notifier: 'push', recipient: null }];

describeWithServer('aws', (aws) => {
  let api: WebSocketApi;
  let transport: ConnectionTransport;
  let connections: ConnectionRegistry;
  let engine: ExportEngine<MemoryQuery>;
  let tickets: PushTickets;
  let handle: ReturnType<typeof socketHandler>;
  let released = Promise.withResolvers<void>();
  const connectionIds: string[] = [];

  beforeAll(async () => {
    api = await createWebSocketApi(aws, (event) => {
      if (!connectionIds.includes(event.requestContext.connectionId)) {
        connectionIds.push(event.requestContext.connectionId);
      }
      return handle(event);
    });
    const store = memoryStore();
    transport = apiGatewayTransport({ client: managementClient(aws, api.endpoint) });
    connections = connectionRegistry({ store });
    engine = createExportEngine({
      source: heldSource(() => released.promise),
      sink: memorySink(),
      notifiers: [webSocketNotifier({ connections, transport })],
      store,
    });
    tickets = pushTickets({ engine, store, secret });
    vi.stubEnv('AWS_REGION', aws.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', aws.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', aws.secretAccessKey);
    handle = socketHandler(engine as unknown as ExportEngine, store, api.endpoint, secret);
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await api.remove();
  });

  async function subscribe(exportId: string) {
    const client = await openSocket(api.url);
    const { ticket } = await tickets.issue(exportId, { owner: 'ada', signal });
    client.send({ action: 'subscribe', ticket });
    return client;
  }

  it('tells each browser of its own export, of two that end at the same time', async () => {
    const [one, two] = [
      await engine.start({ owner: 'ada', query: {}, notify, fileName: 'one' }),
      await engine.start({ owner: 'ada', query: {}, notify, fileName: 'two' }),
    ];
    const clients = [await subscribe(one.id), await subscribe(two.id)] as const;
    for (const client of clients) assert.equal((await client.next()).type, 'status');

    released.resolve();

    for (const [index, client] of clients.entries()) {
      const ended = await client.next();
      assert.equal(ended.type === 'ended' && ended.exportId, [one, two][index]?.id);
      assert.equal(ended.type === 'ended' && ended.state, 'completed');
      client.socket.close();
    }
    for (const client of clients) assert.equal(client.frames.length, 2);
  });

  it('sends whoever comes after the ending the state and the ending, and answers pings and junk', async () => {
    released.resolve();
    const { id } = await engine.start({ owner: 'ada', query: {}, notify });
    await eventually(async () => assert.equal((await engine.status(id, { owner: 'ada' })).state, 'completed'));

    const client = await subscribe(id);

    assert.equal((await client.next()).type, 'status');
    assert.equal((await client.next()).type, 'ended');
    client.send({ action: 'ping' });
    assert.equal((await client.next()).type, 'pong');
    client.socket.send('junk');
    assert.equal((await client.next()).type, 'error');
    client.socket.close();
  });

  it('forgets a connection that closes', async () => {
    released = Promise.withResolvers();
    const { id } = await engine.start({ owner: 'ada', query: {}, notify });
    const client = await subscribe(id);
    await client.next();
    assert.equal((await collect(connections.subscribers(id, { signal }))).length, 1);

    client.socket.close();

    await eventually(async () => assert.deepEqual(await collect(connections.subscribers(id, { signal })), []));
    released.resolve();
  });

  it('says gone of a connection that has closed, of one there never was, and sent of one that is open', async () => {
    connectionIds.length = 0;
    const client = await openSocket(api.url);
    client.send({ action: 'ping' });
    await client.next();
    const [connectionId = ''] = connectionIds;

    assert.equal(await transport.send(connectionId, '{"type":"pong"}', { signal }), 'sent');
    await client.next();
    client.socket.close();
    await once(client.socket, 'close');

    await eventually(async () => {
      assert.equal(await transport.send(connectionId, '{"type":"pong"}', { signal }), 'gone');
    });
    assert.equal(await transport.send('L0SM9cOFvHcCIhw=', '{"type":"pong"}', { signal }), 'gone');
  });
});
