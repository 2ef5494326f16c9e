import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, it } from 'vitest';
import { createApiClient } from '../../test/support/api-client.ts';
import { type MemoryServerOptions, memoryServerOptions } from '../../test/support/memory-server.ts';
import { createExportServer, type ExportServer } from '../create-export-server.ts';

interface Frame {
  readonly type: string;
  readonly state?: string;
  readonly fileUrl?: string;
  readonly export?: { readonly id: string; readonly state: string };
}

/** A websocket with what it has received. */
async function openSocket(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/push`);
  const frames: Frame[] = [];
  socket.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data)) as Frame));
  await once(socket, 'open');
  return { socket, frames };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

describe('push of a server', { timeout: 20_000 }, () => {
  const servers: ExportServer[] = [];
  const push = { secret: 's'.repeat(32) };

  async function serve(options: MemoryServerOptions): Promise<string> {
    const onError = (error: unknown) => assert.fail(error as Error);
    const server = createExportServer({ push, onError, ...options }) as ExportServer;
    servers.push(server);
    return (await server.start()).url;
  }

  /** Options whose parts wait until they are let go. */
  function heldParts(options: MemoryServerOptions) {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const { sink } = options.engine;
    const writePart: typeof sink.writePart = async (...call) => {
      await promise;
      return sink.writePart(...call);
    };
    return { release, options: { ...options, engine: { ...options.engine, sink: { ...sink, writePart } } } };
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it('sends the state on subscribing and the ending when it comes, on the port of the API', async () => {
    const { options, release } = heldParts(memoryServerOptions());
    const resolve: MemoryServerOptions['api']['resolve'] = () => ({
      query: {},
      notify: [{ notifier: 'push', recipient: null }],
    });
    const url = await serve({ ...options, api: { ...options.api, resolve } });
    const client = createApiClient(url);
    const { id } = await client.start({ about: 'cats' });
    const { socket, frames } = await openSocket(url);

    socket.send(JSON.stringify({ action: 'subscribe', ticket: await client.ticket(id) }));
    await until(() => frames.length === 1);
    assert.equal(frames[0]?.export?.id, id);
    release();
    await until(() => frames.length === 2);

    assert.deepEqual(
      [frames[1]?.type, frames[1]?.state, frames[1]?.fileUrl],
      ['ended', 'completed', `${url}/exports/${id}/file`],
    );
    await client.ending(id);
    assert.deepEqual((await client.status(id)).deliveries, [{ notifier: 'push', status: 'sent' }]);
    assert.equal(frames.length, 2);
    socket.close();
  });

  it('sends the ending of an export that another process works on', async () => {
    const shared = memoryServerOptions();
    const { options, release } = heldParts(shared);
    const worker = createApiClient(await serve(options));
    const { id } = await worker.start({ about: 'cats' });
    await until(() => servers[0]?.state === 'ready');
    while ((await worker.status(id)).state !== 'running') await pause(5);
    const otherUrl = await serve(options);
    const { socket, frames } = await openSocket(otherUrl);

    socket.send(JSON.stringify({ action: 'subscribe', ticket: await createApiClient(otherUrl).ticket(id) }));
    await until(() => frames.length === 1);
    release();
    await until(() => frames.length === 2);

    assert.equal(frames[1]?.type, 'ended');
    assert.equal(frames[1]?.state, 'completed');
    socket.close();
  });

  it('says of the ending to whoever subscribes too late', async () => {
    const url = await serve(memoryServerOptions());
    const client = createApiClient(url);
    const { id } = await client.start({ about: 'cats' });
    await client.ending(id);
    const { socket, frames } = await openSocket(url);

    socket.send(JSON.stringify({ action: 'subscribe', ticket: await client.ticket(id) }));
    await until(() => frames.length === 2);

    assert.equal(frames[0]?.export?.state, 'completed');
    assert.equal(frames[1]?.type, 'ended');
    socket.close();
  });

  it('closes connections with 1001 when the server stops', async () => {
    const url = await serve(memoryServerOptions());
    const { socket } = await openSocket(url);
    const closed = once(socket, 'close') as Promise<[CloseEvent]>;

    const begunAt = performance.now();
    await servers[0]?.close();

    assert.equal((await closed)[0].code, 1001);
    assert.ok(performance.now() - begunAt < 2000);
  });

  it('refuses other paths, other origins, and everything when there is no push', async () => {
    const options = memoryServerOptions();
    const url = await serve({ ...options, push: { ...push, path: '/live', allowedOrigins: ['https://app.example'] } });
    const without = await serve({ ...memoryServerOptions(), push: undefined });
    const status = async (target: string, headers: Record<string, string> = {}) => {
      const upgrade = { connection: 'Upgrade', upgrade: 'websocket' };
      const key = { 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
      const sent = request(target, { headers: { ...upgrade, ...key, ...headers } });
      sent.end();
      const [answer] = (await Promise.race([once(sent, 'response'), once(sent, 'upgrade')])) as [IncomingMessage];
      answer.socket.destroy();
      return answer.statusCode;
    };

    assert.equal(await status(`${url}/live`, { origin: 'https://app.example' }), 101);
    assert.equal(await status(`${url}/push`), 404);
    assert.equal(await status(`${url}/live`, { origin: 'https://evil.example' }), 403);
    assert.equal(await status(`${without}/push`), 404);
    assert.equal((await createApiClient(without).get('/exports')).status, 200);
  });
});
