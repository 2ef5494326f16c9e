import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertRefused } from '@export-engine/core/testing';
import { afterEach, describe, it } from 'vitest';
import type { ClientOptions } from 'ws';
import { eventually } from '../../test/support/eventually.ts';
import { type PushServer, startPushServer } from '../../test/support/push-server.ts';
import { openSocket } from '../../test/support/socket-client.ts';
import type { PushMessages } from '../push-messages.ts';
import { type WebSocketHubOptions, webSocketHub } from './index.ts';

const { signal } = new AbortController();
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(options: WebSocketHubOptions = {}, changes: Partial<PushMessages> = {}) {
  const messages: { readonly connectionId: string; readonly text: string }[] = [];
  const disconnects: string[] = [];
  const server: PushServer = await startPushServer(
    {
      async onMessage(connectionId, text) {
        messages.push({ connectionId, text });
      },
      async onDisconnect(connectionId) {
        disconnects.push(connectionId);
      },
      ...changes,
    },
    options,
  );
  stops.push(server.stop);
  const open = async (url = server.url, socketOptions: ClientOptions = {}) => {
    const client = await openSocket(url, socketOptions);
    stops.push(async () => client.socket.terminate());
    return client;
  };
  return { ...server, messages, disconnects, open };
}

describe('webSocketHub', () => {
  it('hands on what comes in under an id of the connection, and sends to that id', async () => {
    const { hub, messages, open } = await start();
    const [one, other] = [await open(), await open()];
    one.socket.send('from one');
    other.socket.send('from other');
    await eventually(() => assert.equal(messages.length, 2));
    const idOf = (text: string) => messages.find((message) => message.text === text)?.connectionId ?? '';

    const outcome = await hub.send(idOf('from one'), '{"type":"pong"}', { signal });

    assert.equal(outcome, 'sent');
    assert.deepEqual(await one.next(), { type: 'pong' });
    assert.notEqual(idOf('from one'), idOf('from other'));
    assert.deepEqual(other.frames, []);
  });

  it("serves one connection's frames in turn, and its end last of all", async () => {
    const events: string[] = [];
    const { open } = await start(
      {},
      {
        async onMessage(_, text) {
          events.push(`begin ${text}`);
          await sleep(10);
          events.push(`end ${text}`);
        },
        async onDisconnect() {
          events.push('disconnect');
        },
      },
    );
    const client = await open();

    client.socket.send('1');
    client.socket.send('2');
    client.socket.close();

    await eventually(() => assert.equal(events.at(-1), 'disconnect'));
    assert.deepEqual(events, ['begin 1', 'end 1', 'begin 2', 'end 2', 'disconnect']);
  });

  it('says gone of a connection that has closed, and of one there never was', async () => {
    const { hub, messages, disconnects, open } = await start();
    const client = await open();
    client.socket.send('hello');
    await eventually(() => assert.equal(messages.length, 1));
    const [{ connectionId = '' } = {}] = messages;

    client.socket.terminate();

    await eventually(() => assert.deepEqual(disconnects, [connectionId]));
    assert.equal(await hub.send(connectionId, 'text', { signal }), 'gone');
    assert.equal(await hub.send('another', 'text', { signal }), 'gone');
    assert.equal(hub.connectionCount, 0);
  });

  it('rejects with the reason of an aborted signal instead of sending', async () => {
    const reason = new Error('stop');

    await assert.rejects(webSocketHub().send('a', 'text', { signal: AbortSignal.abort(reason) }), reason);
  });

  it('leaves another path to others, whatever its query, and serves its own with one', async () => {
    const { hub, url, open } = await start({ path: '/live' });
    const untouched = { url: '/live/2?/live', headers: {} };

    assert.equal(hub.handleUpgrade(untouched as never, undefined as never, undefined as never), false);
    await open(`${url}?token=1`);
    await assert.rejects(openSocket(url.replace('/live', '/push')), /socket hang up/);
  });

  it('answers pages of other origins 403, and lets its own and clients without an origin in', async () => {
    const { url, open } = await start({ allowedOrigins: ['https://app.example'] });

    await open(url, { origin: 'https://app.example' });
    await open(url);
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'null']) {
      await assert.rejects(openSocket(url, { origin }), /403/);
    }
  });

  it('answers 503 until it is said who serves, and says it once only', async () => {
    const server = await startPushServer(undefined);
    stops.push(server.stop);
    await assert.rejects(openSocket(server.url), /503/);
    const messages = { onMessage: async () => {}, onDisconnect: async () => {} };

    server.hub.serve(messages);

    (await openSocket(server.url)).socket.terminate();
    assert.throws(() => server.hub.serve(messages), TypeError);
  });

  it('answers 503 while it has as many connections as it may, and has room again after one closed', async () => {
    const { hub, url, open } = await start({ maxConnections: 2 });
    const first = await open();
    await open();

    await assert.rejects(openSocket(url), /503/);
    first.socket.close();

    await eventually(() => assert.equal(hub.connectionCount, 1));
    await open();
  });

  it('answers a handshake that is none with an error and goes on', async () => {
    const { port, open } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /push HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = await once(socket, 'data');

    assert.match(String(answer), /^HTTP\/1\.1 400/);
    socket.destroy();
    await open();
  });

  it('closes a client that sends more than 4 KiB at once, or bytes, or more frames than it takes', async () => {
    const held = Promise.withResolvers<void>();
    const { open, disconnects } = await start({}, { onMessage: () => held.promise });
    const [large, binary, flooding] = [await open(), await open(), await open()];

    large.socket.send('x'.repeat(4097));
    binary.socket.send(Buffer.from('x'));
    for (let count = 0; count < 17; count += 1) flooding.socket.send('x');

    assert.deepEqual([await large.closed, await binary.closed, await flooding.closed], [1009, 1003, 1008]);
    held.resolve();
    await eventually(() => assert.equal(disconnects.length, 3));
  });

  it('goes on when serving a frame fails', async () => {
    const { hub, open } = await start({}, { onMessage: () => Promise.reject(new Error('broken')) });
    const client = await open();

    client.socket.send('1');
    client.socket.send('2');
    await sleep(20);

    assert.equal(hub.connectionCount, 1);
  });

  it('closes a client that does not read with 1013 before its backlog passes the bound', async () => {
    const { hub, messages, disconnects, open } = await start({ maxBufferedBytes: 64 * 1024, heartbeatMs: 100 });
    const client = await open();
    client.socket.send('hello');
    await eventually(() => assert.equal(messages.length, 1));
    const [{ connectionId = '' } = {}] = messages;
    client.socket.pause();

    const text = JSON.stringify({ type: 'pong', filler: 'x'.repeat(16 * 1024) });
    let sent = 0;
    while ((await hub.send(connectionId, text, { signal })) === 'sent') {
      sent += 1;
      assert.ok(sent < 10_000, 'the backlog has no bound');
      await sleep(0);
    }

    assert.ok(sent > 0);
    await eventually(() => assert.deepEqual(disconnects, [connectionId]));
    client.socket.resume();
  });

  it('tells a client that reads again that it was too slow: 1013', async () => {
    const { hub, messages, open } = await start({ maxBufferedBytes: 64 * 1024 });
    const client = await open();
    client.socket.send('hello');
    await eventually(() => assert.equal(messages.length, 1));
    const [{ connectionId = '' } = {}] = messages;
    client.socket.pause();
    const text = JSON.stringify({ type: 'pong', filler: 'x'.repeat(16 * 1024) });
    while ((await hub.send(connectionId, text, { signal })) === 'sent') await sleep(0);

    client.socket.resume();

    assert.equal(await client.closed, 1013);
  });

  it('cuts a connection that does not answer pings, and keeps one that does', async () => {
    const { disconnects, hub, open } = await start({ heartbeatMs: 100 });
    await open();
    await open(undefined, { autoPong: false });

    await eventually(() => assert.equal(disconnects.length, 1));
    await sleep(250);

    assert.equal(hub.connectionCount, 1);
  });

  it('closes a connection that is too old with 1001, so that its client comes back with a fresh ticket', async () => {
    const { open } = await start({ heartbeatMs: 100, maxConnectionSeconds: 1 });
    const client = await open();
    const openedAt = Date.now();

    assert.equal(await client.closed, 1001);
    assert.ok(Date.now() - openedAt >= 900);
  });

  it('refuses bad options at once, naming them', () => {
    const make = webSocketHub as (options: unknown) => unknown;
    for (const path of ['push', '', '/a b', '/a?b', '/a#b', 7]) assertRefused(() => make({ path }), /option "path"/);
    for (const allowedOrigins of [[], 'https://app.example', ['app.example'], ['https://app.example/'], ['*'], [7]]) {
      assertRefused(() => make({ allowedOrigins }), /option "allowedOrigins"/);
    }
    assertRefused(() => make({ maxConnections: 0 }), /option "maxConnections"/);
    assertRefused(() => make({ maxBufferedBytes: 1023 }), /option "maxBufferedBytes"/);
    assertRefused(() => make({ heartbeatMs: 99 }), /option "heartbeatMs"/);
    assertRefused(() => make({ maxConnectionSeconds: 0 }), /option "maxConnectionSeconds"/);
    assertRefused(() => make({ surprise: 1 }), /unknown option "surprise"/);
  });
});
