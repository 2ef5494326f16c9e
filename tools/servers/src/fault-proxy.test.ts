import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly host: string | undefined;
  body: string | undefined;
}

/** Echoes each request's body; keeps what it saw, also of requests that broke off. */
function startTarget(seen: Seen[], received: { bytes: number }, port = 0): Server {
  return createServer((incoming, outgoing) => {
    const entry: Seen = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      host: incoming.headers.host,
      body: undefined,
    };
    seen.push(entry);
    incoming.on('data', (chunk: Buffer) => {
      received.bytes += chunk.length;
    });
    void buffer(incoming).then(
      (body) => {
        entry.body = body.toString();
        outgoing.writeHead(201, { 'content-length': body.length, 'x-target': 'yes' }).end(body);
      },
      () => {},
    );
  }).listen(port, '127.0.0.1');
}

describe('startFaultProxy', () => {
  let seen: Seen[];
  let received: { bytes: number };
  let target: Server;
  let proxy: FaultProxy;

  beforeEach(async () => {
    seen = [];
    received = { bytes: 0 };
    target = startTarget(seen, received);
    await once(target, 'listening');
    proxy = await startFaultProxy({ target: `http://127.0.0.1:${(target.address() as AddressInfo).port}` });
  });

  afterEach(async () => {
    await proxy.close();
    target.closeAllConnections();
    target.close();
  });

  it('forwards the request with the Host header of the client, and the answer', async () => {
    const response = await fetch(`${proxy.url}/bucket/key?uploads=`, { method: 'PUT', body: 'hello' });

    expect([response.status, response.headers.get('x-target'), await response.text()]).toEqual([201, 'yes', 'hello']);
    expect(seen).toEqual([
      { method: 'PUT', url: '/bucket/key?uploads=', host: new URL(proxy.url).host, body: 'hello' },
    ]);
    expect(proxy.requests).toEqual([{ method: 'PUT', url: '/bucket/key?uploads=', action: 'forward', status: 201 }]);
  });

  it('forwards large bodies both ways unchanged, several at once', async () => {
    const bodies = [1, 2, 3, 4].map((n) => Buffer.alloc(5_000_000, `body ${n} `));

    const answers = await Promise.all(bodies.map(async (body) => fetch(proxy.url, { method: 'POST', body })));

    for (const [index, answer] of answers.entries()) {
      expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bodies[index] as Buffer)).toBe(0);
    }
  });

  it('lets a client keep its connection for many requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();

    for (let i = 0; i < 5; i += 1) {
      const outgoing = request(proxy.url, { agent, method: 'POST' }).end('x');
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      ports.add(outgoing.socket?.localPort);
      await text(answer);
    }

    expect(ports.size).toBe(1);
    agent.destroy();
  });

  it('answers by itself with respond, and the target sees nothing', async () => {
    proxy.setRule(() => ({ kind: 'respond', status: 503, headers: { 'retry-after': '1' }, body: '<SlowDown/>' }));

    const response = await fetch(proxy.url, { method: 'PUT', body: Buffer.alloc(1_000_000) });

    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      503,
      '1',
      '<SlowDown/>',
    ]);
    expect(seen).toEqual([]);
    expect(proxy.requests).toMatchObject([{ action: 'respond', status: 503 }]);
  });

  it('resets the connection with reset, and the target sees nothing', async () => {
    proxy.setRule(() => ({ kind: 'reset' }));

    await expect(fetch(proxy.url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });

    expect(seen).toEqual([]);
    expect(proxy.requests).toMatchObject([{ action: 'reset', status: undefined }]);
  });

  it('lets the target finish and hides its answer with lose-answer', async () => {
    proxy.setRule(() => ({ kind: 'lose-answer' }));

    await expect(fetch(proxy.url, { method: 'PUT', body: 'kept' })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });

    expect(seen).toMatchObject([{ method: 'PUT', body: 'kept' }]);
    expect(proxy.requests).toMatchObject([{ action: 'lose-answer', status: 201 }]);
  });

  it('cuts the answer after exactly so many bytes with cut-answer', async () => {
    proxy.setRule(() => ({ kind: 'cut-answer', afterBytes: 70_000 }));
    const outgoing = request(proxy.url, { method: 'POST' }).end(Buffer.alloc(200_000, 'a'));
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });

    await expect(once(answer, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });

    expect([answer.statusCode, bytes]).toEqual([201, 70_000]);
  });

  it('still passes the headers on when the answer is cut after 0 bytes', async () => {
    proxy.setRule(() => ({ kind: 'cut-answer', afterBytes: 0 }));

    const response = await fetch(proxy.url, { method: 'POST', body: 'gone' });

    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('cuts the request after exactly so many bytes with cut-request', async () => {
    proxy.setRule(() => ({ kind: 'cut-request', afterBytes: 30_000 }));

    await expect(fetch(proxy.url, { method: 'PUT', body: Buffer.alloc(5_000_000) })).rejects.toThrow('fetch failed');

    await vi.waitFor(() => expect(received.bytes).toBe(30_000));
    expect(seen).toMatchObject([{ method: 'PUT', body: undefined }]);
  });

  it('waits with delay and then forwards, or does what "next" says', async () => {
    proxy.setRule(({ count }) => ({
      kind: 'delay',
      ms: 100,
      next: count === 2 ? { kind: 'respond', status: 429 } : undefined,
    }));
    const startedAt = performance.now();

    const first = await fetch(proxy.url, { method: 'POST', body: 'late' });
    const waitedMs = performance.now() - startedAt;
    const second = await fetch(proxy.url);

    expect([first.status, second.status]).toEqual([201, 429]);
    expect(waitedMs).toBeGreaterThan(95);
  });

  it('never sends a delayed request whose client has left', async () => {
    proxy.setRule(() => ({ kind: 'delay', ms: 150 }));

    await expect(fetch(proxy.url, { signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout');
    await sleep(200);

    expect(seen).toEqual([]);
  });

  it('gives the rule what to decide on, and counts from 1 again for each new rule', async () => {
    const rule = vi.fn(() => undefined);
    proxy.setRule(rule);
    await fetch(`${proxy.url}/a`, { headers: { 'x-part': '7' } });
    await fetch(`${proxy.url}/b`, { method: 'DELETE' });
    proxy.setRule(rule);
    await fetch(`${proxy.url}/c`);

    expect(rule.mock.calls).toMatchObject([
      [{ method: 'GET', url: '/a', headers: { 'x-part': '7' }, count: 1 }],
      [{ method: 'DELETE', url: '/b', count: 2 }],
      [{ method: 'GET', url: '/c', count: 1 }],
    ]);
  });

  it('forwards everything again after clearRule', async () => {
    proxy.setRule(() => ({ kind: 'reset' }));
    await expect(fetch(proxy.url)).rejects.toThrow();

    proxy.clearRule();

    expect((await fetch(proxy.url)).status).toBe(201);
  });

  it('breaks the connection when the target is down, and works when it is back', async () => {
    const port = (target.address() as AddressInfo).port;
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));

    await expect(fetch(proxy.url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });

    target = startTarget(seen, received, port);
    await once(target, 'listening');
    expect((await fetch(proxy.url)).status).toBe(201);
  });

  it('closes while requests are in flight', async () => {
    proxy.setRule(() => ({ kind: 'delay', ms: 60_000 }));
    const pending = expect(fetch(proxy.url)).rejects.toThrow('fetch failed');
    await vi.waitFor(() => expect(proxy.requests).toHaveLength(1));

    await proxy.close();

    await pending;
  });
});

describe('the bytes on the wire', () => {
  it('keep the order and the spelling of the headers in both directions', async () => {
    const head =
      'POST /x?y=%2F HTTP/1.1\r\nX-Second: 2\r\nhOsT: s3.example:80\r\nX-First: 1\r\nX-First: 1b\r\nContent-Length: 3';
    const answerHead = 'HTTP/1.1 200 Fine\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\nContent-Length: 2';
    const sockets: Socket[] = [];
    let received = '';
    const target = createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk) => {
        received += chunk.toString();
        if (received.endsWith('abc')) socket.write(`${answerHead}\r\n\r\nok`);
      });
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    const proxy = await startFaultProxy({ target: `http://127.0.0.1:${(target.address() as AddressInfo).port}` });

    const client = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    client.write(`${head}\r\n\r\nabc`);
    let answered = '';
    client.on('data', (chunk) => {
      answered += chunk.toString();
    });

    await vi.waitFor(() => expect(answered.endsWith('ok')).toBe(true));
    expect(received.startsWith(head)).toBe(true);
    expect(answered.startsWith(answerHead)).toBe(true);
    client.destroy();
    for (const socket of sockets) socket.destroy();
    await proxy.close();
    target.close();
  });
});
