import assert from 'node:assert/strict';
import { type ExportEngine, ExportEngineError, type MemoryQuery } from '@export-engine/core';
import { describe, it, vi } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import { parseEvents } from '../../test/support/read-events.ts';

describe('GET /exports/:id/events', () => {
  it('tells the current status at once, then the ending, and closes', async () => {
    const { call, start, source } = createApiWorld();
    source.hold();
    const { id } = await start();

    const response = await call(`/exports/${id}/events`);
    source.release();
    const events = parseEvents(await response.text());

    assert.equal(response.status, 200);
    assert.ok(['queued', 'running'].includes(events[0]?.data.state ?? ''));
    assert.deepEqual(
      events.slice(-2).map(({ event, data }) => [event, data.state]),
      [
        ['status', 'completed'],
        ['ended', 'completed'],
      ],
    );
    assert.deepEqual(events.at(-1)?.data, events.at(-2)?.data);
    assert.ok(events.slice(0, -1).every(({ event, data }) => event === 'status' && data.id === id));
  });

  it('tells of an export that has ended in one status and its end', async () => {
    const { call, complete } = createApiWorld();
    const status = await complete();

    const text = await (await call(`/exports/${status.id}/events`)).text();

    const data = JSON.stringify(status);
    assert.equal(
      text,
      `retry: 3000\n\nid: 1\nevent: status\ndata: ${data}\n\nid: ended\nevent: ended\ndata: ${data}\n\n`,
    );
    assert.ok(!text.includes('owner'));
  });

  it('has headers that keep proxies from holding events back', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const { headers } = await call(`/exports/${id}/events`);

    assert.equal(headers.get('Content-Type'), 'text/event-stream');
    assert.equal(headers.get('Cache-Control'), 'no-store, no-transform');
    assert.equal(headers.get('X-Accel-Buffering'), 'no');
  });

  it('stops a browser that connects again after the end', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const response = await call(`/exports/${id}/events`, { headers: { 'Last-Event-ID': 'ended' } });

    assert.deepEqual([response.status, await response.text()], [204, '']);
  });

  it('begins with the current status whatever Last-Event-ID says', async () => {
    const { call, start, source } = createApiWorld();
    source.hold();
    const { id } = await start();

    const response = await call(`/exports/${id}/events`, { headers: { 'Last-Event-ID': 'ended' } });
    source.release();

    assert.equal(response.status, 200);
    assert.equal(parseEvents(await response.text())[0]?.id, '1');
  });

  it('answers HEAD with the headers, and watches nothing', async () => {
    const { call, start, source, engine } = createApiWorld();
    const watches = countWatches(engine);
    source.hold();
    const { id } = await start();

    const response = await call(`/exports/${id}/events`, { method: 'HEAD' });

    assert.deepEqual([response.status, await response.text()], [200, '']);
    assert.equal(response.headers.get('Content-Type'), 'text/event-stream');
    await vi.waitFor(() => assert.deepEqual(watches, { begun: 1, ended: 1 }));
    source.release();
  });

  it('closes after its time, so that the client is identified again', async () => {
    const { call, start, source } = createApiWorld({ limits: { eventStreamSeconds: 1 } });
    source.hold();
    const { id } = await start();

    const events = parseEvents(await (await call(`/exports/${id}/events`)).text());

    assert.ok(events.length >= 1);
    assert.ok(events.every(({ event }) => event === 'status'));
    source.release();
  });

  it('ends the watch when the client cancels the body', async () => {
    const { call, start, source, engine } = createApiWorld();
    const watches = countWatches(engine);
    source.hold();
    const { id } = await start();
    const response = await call(`/exports/${id}/events`);
    const reader = response.body?.getReader() ?? assert.fail('no body');
    await reader.read();

    await reader.cancel();

    await vi.waitFor(() => assert.deepEqual(watches, { begun: 1, ended: 1 }));
    source.release();
  });

  it('ends the watch when the request is aborted while it waits, and closes the stream', async () => {
    const { call, start, source, engine, errors } = createApiWorld();
    const watches = countWatches(engine);
    source.hold();
    const { id } = await start();
    const leaving = new AbortController();
    const response = await call(`/exports/${id}/events`, { signal: leaving.signal });
    const rest = response.text();

    leaving.abort();
    await rest;

    await vi.waitFor(() => assert.deepEqual(watches, { begun: 1, ended: 1 }));
    assert.deepEqual(errors, []);
    source.release();
  });

  it('closes without "ended" when the watch fails, and tells onError', async () => {
    const { call, start, source, engine, errors } = createApiWorld();
    const failure = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'the bucket does not answer');
    const watch = engine.watch.bind(engine);
    engine.watch = async function* (id, options) {
      for await (const status of watch(id, options)) {
        yield status;
        throw failure;
      }
    };
    source.hold();
    const { id } = await start();

    const text = await (await call(`/exports/${id}/events`)).text();

    assert.equal(parseEvents(text).length, 1);
    assert.doesNotMatch(text, /event: ended|bucket/);
    assert.deepEqual(errors, [failure]);
    source.release();
  });

  it('is for those who are identified', async () => {
    assert.equal((await createApiWorld().call(`/exports/${crypto.randomUUID()}/events`, { as: null })).status, 401);
  });
});

/** Counts the watches of an engine that begin, and those that reach their end. */
function countWatches(engine: ExportEngine<MemoryQuery>): { readonly begun: number; readonly ended: number } {
  const watches = { begun: 0, ended: 0 };
  const watch = engine.watch.bind(engine);
  engine.watch = async function* (id, options) {
    watches.begun += 1;
    try {
      yield* watch(id, options);
    } finally {
      watches.ended += 1;
    }
  };
  return watches;
}
