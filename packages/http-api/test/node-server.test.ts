import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { type ApiWorld, createApiWorld } from './support/api-world.ts';
import { statusIn } from './support/read-answer.ts';
import { parseEvents } from './support/read-events.ts';
import { type ServedApi, serveApi } from './support/serve-api.ts';

const ada = { Authorization: 'Bearer ada' };

describe('on @hono/node-server', () => {
  let world: ApiWorld;
  let server: ServedApi;
  let watches: number;

  beforeEach(async () => {
    world = createApiWorld({ limits: { concurrentExports: 1000 } });
    watches = 0;
    const watch = world.engine.watch.bind(world.engine);
    world.engine.watch = async function* (id, options) {
      watches += 1;
      try {
        yield* watch(id, options);
      } finally {
        watches -= 1;
      }
    };
    server = await serveApi(world.api.fetch);
  });

  afterEach(async () => {
    world.source.release();
    await world.orchestrator.close();
    await server.close();
  });

  it('starts, follows and hands out an export', async () => {
    const started = await fetch(`${server.url}/exports`, {
      method: 'POST',
      headers: { ...ada, 'Content-Type': 'application/json' },
      body: '{"color":"red"}',
    });
    const address = new URL(started.headers.get('Location') ?? '', server.url);
    const events = parseEvents(await (await fetch(`${address}/events`, { headers: ada })).text());
    const file = await fetch(`${address}/file`, { headers: ada, redirect: 'manual' });

    assert.equal(started.status, 202);
    assert.deepEqual([events.at(-1)?.event, events.at(-1)?.data.state], ['ended', 'completed']);
    assert.equal(file.status, 302);
  });

  it('delivers each event when it happens', async () => {
    world.source.hold();
    const { id } = await world.start();
    const response = await fetch(`${server.url}/exports/${id}/events`, { headers: ada });
    const reader = response.body?.getReader() ?? assert.fail('no body');

    const first = await reader.read();
    world.source.release();
    let rest = '';
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      rest += new TextDecoder().decode(chunk.value);
    }

    assert.match(new TextDecoder().decode(first.value), /^retry: 3000\n\nid: 1\nevent: status\n/);
    assert.match(rest, /event: ended/);
  });

  it('ends the watch of a client that hangs up', async () => {
    world.source.hold();
    const { id } = await world.start();
    const leaving = new AbortController();

    const streams = await Promise.all(
      Array.from({ length: 20 }, () =>
        fetch(`${server.url}/exports/${id}/events`, { headers: ada, signal: leaving.signal }),
      ),
    );
    assert.deepEqual([watches, new Set(streams.map(({ status }) => status))], [20, new Set([200])]);
    leaving.abort();

    await vi.waitFor(() => assert.equal(watches, 0), { timeout: 5000 });
    assert.deepEqual(world.errors, []);
  });

  it('answers 413 in the midst of a body without a length, and goes on serving', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(`${server.url}/exports`, {
        method: 'POST',
        headers: { ...ada, 'Content-Type': 'application/json' },
      });
      request.on('response', (response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      request.on('error', reject);
      // It never ends the body: the answer has to come before.
      for (let index = 0; index < 20; index += 1) request.write(`"${'x'.repeat(8192)}`);
    });

    assert.equal(status, 413);
    assert.equal((await fetch(`${server.url}/exports`, { headers: ada })).status, 200);
  });

  it('serves many owners at once, each their own', async () => {
    const owners = Array.from({ length: 20 }, (_, index) => `owner${index}`);

    const found = await Promise.all(
      owners.map(async (owner) => {
        const headers = { Authorization: `Bearer ${owner}`, 'Content-Type': 'application/json' };
        const started = await fetch(`${server.url}/exports`, { method: 'POST', headers, body: '{}' });
        const { id } = await statusIn(started);
        const foreign = await fetch(`${server.url}/exports/${id}`, { headers: { Authorization: 'Bearer mallory' } });
        const list = (await (await fetch(`${server.url}/exports`, { headers })).json()) as {
          exports: { id: string }[];
        };
        return foreign.status === 404 && list.exports.length === 1 && list.exports[0]?.id === id;
      }),
    );

    assert.ok(found.every(Boolean));
  });
});
