import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, it } from 'vitest';
import { createDeadline } from '../timing/deadline.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from './http-server.ts';

describe('createHttpServer', { timeout: 20_000 }, () => {
  const errors: unknown[] = [];
  let server: HttpServer | undefined;

  async function serve(options: Partial<HttpServerOptions>): Promise<string> {
    server = createHttpServer({
      fetch: async () => new Response('ok'),
      upgrade: () => false,
      onError: (error) => errors.push(error),
      ...options,
    });
    return server.listen({ host: '127.0.0.1', port: 0 });
  }

  /** @returns how long it took, in milliseconds */
  async function close(timeoutMs = 5000): Promise<number> {
    const begunAt = performance.now();
    using deadline = createDeadline(timeoutMs);
    await server?.close(deadline);
    server = undefined;
    return performance.now() - begunAt;
  }

  afterEach(async () => {
    await close(1);
    errors.length = 0;
  });

  it('hands over requests of the web standard that can be copied, with their bodies', async () => {
    const { Request: before, Response: beforeToo } = globalThis;
    const url = await serve({
      fetch: async (request) => {
        const copy = new Request(request, { headers: { 'x-copy': '1' } });
        return Response.json({ method: copy.method, path: new URL(copy.url).pathname, body: await copy.text() });
      },
    });

    const response = await fetch(`${url}/a/b?c=d`, { method: 'POST', body: 'grüße' });

    assert.deepEqual(await response.json(), { method: 'POST', path: '/a/b', body: 'grüße' });
    assert.equal(globalThis.Request, before);
    assert.equal(globalThis.Response, beforeToo);
  });

  it('answers 500 without a word about the error, and reports it', async () => {
    const broken = new Error('password=hunter2');
    const url = await serve({ fetch: () => Promise.reject(broken) });

    const response = await fetch(url);

    assert.equal(response.status, 500);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.doesNotMatch(await response.text(), /hunter2/);
    assert.deepEqual(errors, [broken]);
  });

  it('answers 500 when it is given something that is no response, and reports it', async () => {
    const url = await serve({ fetch: async () => 'hello' as unknown as Response });

    assert.equal((await fetch(url)).status, 500);
    assert.equal(errors.length, 1);
  });

  it('refuses the one method that a web standard request can not have, which is no error of the server', async () => {
    const url = new URL(await serve({}));
    const socket = connect(Number(url.port), url.hostname);
    socket.write('TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');

    assert.match(await text(socket), /^HTTP\/1\.1 405 /);
    assert.deepEqual(errors, []);
  });

  it('cuts the connection when a body fails half-way, so that the file does not look whole', async () => {
    const broken = new Error('password=hunter2');
    const url = await serve({
      fetch: async () => {
        const chunks = ['1,Ada\n', broken];
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            const chunk = chunks.shift();
            if (typeof chunk !== 'string') throw chunk;
            controller.enqueue(new TextEncoder().encode(chunk));
            await pause(20);
          },
        });
        return new Response(body);
      },
    });

    const [answer] = (await once(get(url), 'response')) as [IncomingMessage];

    await assert.rejects(text(answer), { code: 'ECONNRESET' });
    assert.deepEqual(errors, [broken]);
  });

  it('tells the work of a request that its client has gone, and does not report what that made fail', async () => {
    let aborted: Promise<unknown> | undefined;
    const url = await serve({
      fetch: (request) => {
        aborted = once(request.signal, 'abort');
        return new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
        });
      },
    });
    const request = get(url);
    request.on('error', () => undefined);
    while (aborted === undefined) await pause(1);

    request.destroy();
    await aborted;
    await pause(5);

    assert.deepEqual(errors, []);
  });

  it('refuses an upgrade that nobody takes, and outlives a client that resets at that moment', async () => {
    const url = new URL(await serve({}));
    const upgrade = 'GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    const socket = connect(Number(url.port), url.hostname);
    socket.write(upgrade);

    assert.match(await text(socket), /^HTTP\/1\.1 404 /);
    for (let i = 0; i < 20; i += 1) {
      const resetting = connect(Number(url.port), url.hostname);
      await once(resetting, 'connect');
      resetting.write(upgrade);
      resetting.resetAndDestroy();
    }
    assert.equal((await fetch(url)).status, 200);
  });

  it('closes at once when connections are idle, also those that never sent a request', async () => {
    const url = new URL(await serve({}));
    const agent = new Agent({ keepAlive: true });
    const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
    await text(answer);
    const silent = connect(Number(url.port), url.hostname);
    await once(silent, 'connect');

    assert.ok((await close()) < 1000);

    agent.destroy();
    silent.destroy();
    await assert.rejects(fetch(url));
  });

  it('lets answers under way end, and then closes their connections', async () => {
    let answer: ((response: Response) => void) | undefined;
    const url = await serve({
      fetch: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const agent = new Agent({ keepAlive: true });
    const response = once(get(url, { agent }), 'response') as Promise<[IncomingMessage]>;
    while (answer === undefined) await pause(1);

    const closed = close();
    await pause(20);
    answer(new Response('to the end'));

    assert.equal(await text((await response)[0]), 'to the end');
    assert.ok((await closed) < 1000);
    agent.destroy();
  });

  it('ends event streams in an orderly way, so that the client comes back', async () => {
    const url = await serve({
      fetch: async () => {
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
        });
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      },
    });
    const response = await fetch(url);
    const received = response.text();
    await pause(20);

    assert.ok((await close()) < 1000);

    assert.equal(await received, 'data: 1\n\n');
  });

  it('cuts at the deadline what does not end', async () => {
    const url = await serve({ fetch: () => new Promise(() => {}) });
    const answer = fetch(url);
    answer.catch(() => undefined);
    await pause(50);

    const tookMs = await close(200);

    assert.ok(tookMs >= 190 && tookMs < 2000, `${tookMs} ms`);
    await assert.rejects(answer);
  });

  it('leaves websockets to whoever took them, until the deadline', async () => {
    let taken: Socket | undefined;
    const url = new URL(
      await serve({
        upgrade: (_request, socket) => {
          taken = socket as Socket;
          socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
          return true;
        },
      }),
    );
    const socket = connect(Number(url.port), url.hostname);
    socket.write('GET /push HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket, 'data');

    const closed = close(5000);
    await pause(50);
    assert.equal(taken?.destroyed, false);
    taken?.end();
    socket.end();

    assert.ok((await closed) < 1000);
  });

  it('closes before it has listened', async () => {
    server = createHttpServer({ fetch: async () => new Response(), upgrade: () => false, onError: () => undefined });

    assert.ok((await close()) < 1000);
  });
});
