import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, it } from 'vitest';
import { httpSearchClient } from '../src/search/servers/http-search-client.ts';

const options = { asStream: true, meta: true, headers: { accept: 'application/json' }, maxRetries: 0 } as const;

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: IncomingMessage;
}

describe('the client of a search server', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function ask(
    client: ReturnType<typeof httpSearchClient>,
    params: Parameters<typeof client.transport.request>[0],
    signal = new AbortController().signal,
  ): Promise<Answer> {
    return Promise.resolve(
      client.transport.request(params, { ...options, requestTimeout: 1000, signal }),
    ) as Promise<Answer>;
  }

  it('sends a request as it is, says who asks and how long the body is, and streams any answer', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      const { method, url, headers } = request;
      seen.push([method, url, headers['authorization'], headers['content-length'], await text(request)]);
      response.writeHead(429, { 'retry-after': '7' }).end('busy');
    });
    const client = httpSearchClient({ url, authorization: 'ApiKey abc' });

    const answer = await ask(client, {
      method: 'DELETE',
      path: '/_pit',
      querystring: { a: 'ü b' },
      body: '{"id":"ü"}',
    });

    assert.deepEqual(seen, [['DELETE', '/_pit?a=%C3%BC+b', 'ApiKey abc', '11', '{"id":"ü"}']]);
    assert.deepEqual([answer.statusCode, answer.headers['retry-after'], await text(answer.body)], [429, '7', 'busy']);
  });

  it('asks again when a connection that it kept turns out to be closed, and only then', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      // The second request meets a connection that is reset, as after a night in the freezer.
      if (requests === 2) request.socket.resetAndDestroy();
      else response.end('{}');
    });
    const client = httpSearchClient({ url });
    const params = { method: 'GET', path: '/' };

    assert.equal(await text((await ask(client, params)).body), '{}');
    assert.equal(await text((await ask(client, params)).body), '{}');

    assert.equal(requests, 3);
  });

  it('leaves a fresh connection that is reset to whoever asked', async () => {
    let requests = 0;
    const url = await serve((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });

    await assert.rejects(ask(httpSearchClient({ url }), { method: 'GET', path: '/' }), { code: 'ECONNRESET' });
    assert.equal(requests, 1);
  });

  it('stops when it is told, and closes the connection', async () => {
    const stopper = new AbortController();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const url = await serve((request) => {
      request.socket.once('close', () => resolve());
      stopper.abort();
    });

    await assert.rejects(ask(httpSearchClient({ url }), { method: 'GET', path: '/' }, stopper.signal), {
      name: 'AbortError',
    });
    await closed;
  });
});
