import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as openRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { type DelayProxy, startDelayProxy } from './delay-proxy.ts';

const delayMs = 60;

describe('startDelayProxy', () => {
  let server: Server;
  let proxy: DelayProxy;
  beforeEach(async () => {
    server = createServer((request, response) => request.pipe(response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await startDelayProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, delayMs);
  });
  afterEach(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });

  it('delays question and answer', async () => {
    const startedAt = performance.now();

    await (await fetch(proxy.url)).text();

    assert.ok(performance.now() - startedAt >= 2 * delayMs);
  });

  it('delays what is sent later as long as what was sent first', async () => {
    const arrivals: number[] = [];
    server.on('request', (request) => request.on('data', () => arrivals.push(performance.now())));
    const sent: number[] = [];
    const request = openRequest(proxy.url, { method: 'POST' });
    for (const text of ['first', 'second']) {
      sent.push(performance.now());
      request.write(text);
      await sleep(delayMs / 2);
    }
    request.end();

    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await response.toArray();

    assert.equal(arrivals.length, 2);
    for (const [index, at] of arrivals.entries()) assert.ok(at - (sent[index] ?? 0) >= delayMs - 1);
  });

  it('passes on every byte, in order', async () => {
    const body = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 7919) % 251));

    const answer = await fetch(proxy.url, { method: 'POST', body });

    assert.ok(body.equals(Buffer.from(await answer.arrayBuffer())));
  });

  it('does not wait for one chunk after the other', async () => {
    const startedAt = performance.now();
    await (await fetch(proxy.url, { method: 'POST', body: Buffer.alloc(5_000_000) })).arrayBuffer();

    // More than seventy chunks, each of them delayed; together hardly more than one.
    assert.ok(performance.now() - startedAt < 50 * delayMs);
  });

  it('ends the connections of both sides when it is closed', async () => {
    await (await fetch(proxy.url)).text();

    await proxy.close();

    await assert.rejects(fetch(proxy.url));
    proxy = await startDelayProxy('http://127.0.0.1:1', delayMs);
  });

  it('breaks the connection when the server can not be reached', async () => {
    const lost = await startDelayProxy('http://127.0.0.1:1', delayMs);

    await assert.rejects(fetch(lost.url));

    await lost.close();
  });
});
