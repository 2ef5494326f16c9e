import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createExportEngine, ExportEngineError, type Sink, type Store } from '@export-engine/core';
import { afterEach, describe, it, vi } from 'vitest';
import { createApiClient } from '../test/support/api-client.ts';
import { freePort } from '../test/support/free-port.ts';
import {
  type MemoryServerOptions,
  memoryFileText,
  memoryServerOptions,
  postsCsv,
} from '../test/support/memory-server.ts';
import { createExportServer, type ExportServer } from './create-export-server.ts';

const rows = 100;

describe('createExportServer', { timeout: 20_000 }, () => {
  const servers: ExportServer[] = [];
  const reports: (readonly [unknown, string])[] = [];

  function create(options: MemoryServerOptions): ExportServer {
    const server = createExportServer({ onError: (...report) => reports.push(report), ...options }) as ExportServer;
    servers.push(server);
    return server;
  }

  /** The options with a sink or store that does something else in some of its methods. */
  function withEngine(options: MemoryServerOptions, changes: { sink?: Partial<Sink>; store?: Partial<Store> }) {
    const { engine } = options;
    const sink = { ...engine.sink, ...changes.sink };
    return { ...options, engine: { ...engine, sink, store: { ...engine.store, ...changes.store } } };
  }

  /** A sink that takes its time with each part, so that an export is under way for long. */
  function slowParts(options: MemoryServerOptions, ms: number): MemoryServerOptions {
    const { sink } = options.engine;
    return withEngine(options, {
      sink: {
        writePart: async (...call) => {
          await pause(ms);
          return sink.writePart(...call);
        },
      },
    });
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    vi.useRealTimers();
    reports.length = 0;
  });

  it('serves the whole way: start, events, file', async () => {
    const options = memoryServerOptions(rows);
    const { url } = await create(options).start();
    const client = createApiClient(url);

    const { id } = await client.start({ about: 'cats' });
    const { state, progress } = await client.ending(id);

    assert.equal(state, 'completed');
    assert.equal(progress.rows, rows);
    assert.equal(memoryFileText(options, await client.fileLink(id)), postsCsv(rows, 'cats'));
    assert.equal((await createApiClient(url, 'bob').get(`/exports/${id}`)).status, 404);
    assert.deepEqual(reports, []);
  });

  it("asks the application's own routes before the API, and leaves the API what they leave", async () => {
    const options = memoryServerOptions();
    const own = async (request: Request) => {
      const { pathname } = new URL(request.url);
      if (pathname === '/broken') throw new Error('password=hunter2');
      return pathname === '/' || pathname === '/health/live' ? new Response('the page') : undefined;
    };
    const { url } = await create({ ...options, fetch: own }).start();

    assert.equal(await (await fetch(url)).text(), 'the page');
    assert.equal((await fetch(`${url}/exports`)).status, 401);
    assert.equal((await fetch(`${url}/nowhere`)).status, 404);
    // An application that answers everything must not hide how its server is.
    assert.deepEqual(await (await fetch(`${url}/health/live`)).json(), { status: 'live' });
    const broken = await fetch(`${url}/broken`);
    assert.equal(broken.status, 500);
    assert.doesNotMatch(await broken.text(), /hunter2/);
    assert.equal(reports.length, 1);
    assert.equal(reports[0]?.[1], 'request');
  });

  it('takes up every unfinished export at the start, those handed over before it too', async () => {
    const options = memoryServerOptions(rows);
    const server = create(options);
    const { id } = await server.engine.start({ owner: 'ada', query: { where: { about: 'dogs' } } });
    await pause(20);
    assert.equal((await server.engine.status(id, { owner: 'ada' })).state, 'queued');

    const { url } = await server.start();

    assert.equal((await createApiClient(url).ending(id)).state, 'completed');
  });

  it('takes up later what a process left that died meanwhile, at the next upkeep', async () => {
    const options = memoryServerOptions(rows);
    const server = create({ ...options, sweep: { everySeconds: 10 } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await server.start();
    const idle = { specVersion: 1, name: 'dead', start: async () => {}, stop: async () => {} } as const;
    const dead = createExportEngine({ ...options.engine, orchestrator: idle });
    const { id } = await dead.start({ owner: 'ada', query: {} });

    vi.advanceTimersByTime(11_001);
    vi.useRealTimers();

    for await (const { state } of server.engine.watch(id, { owner: 'ada', intervalMs: 100 })) {
      if (state === 'completed') return;
    }
    assert.fail('The export was not taken up.');
  });

  it('delivers at the start what a process had no time to tell of', async () => {
    const options = memoryServerOptions(rows);
    const told: string[] = [];
    const mail = {
      specVersion: 1,
      name: 'mail',
      validateRecipient: () => null,
      notify: async ({ exportId }: { readonly exportId: string }) => void told.push(exportId),
    } as const;
    const engine = { ...options.engine, notifiers: [mail] };
    const idle = { specVersion: 1, name: 'dead', start: async () => {}, stop: async () => {} } as const;
    const dead = createExportEngine({ ...engine, orchestrator: idle });
    const { id } = await dead.start({ owner: 'ada', query: {}, notify: [{ notifier: 'mail', recipient: null }] });
    const { signal } = new AbortController();
    for (const step of ['prepare', 'advance', 'finish'] as const) await dead.steps[step](id, { signal });

    await create({ ...options, engine }).start();
    while (told.length === 0) await pause(5);

    assert.deepEqual(told, [id]);
  });

  it('reports a store that fails the upkeep', async () => {
    const options = memoryServerOptions();
    const away = new ExportEngineError('EXPORT_STORE_REJECTED', 'No such bucket.');
    const list = vi.fn<Store['list']>(() => {
      throw away;
    });
    list.mockImplementationOnce(options.engine.store.list);
    await create(withEngine(options, { store: { list } })).start();
    while (reports.length === 0) await pause(5);

    assert.deepEqual(reports, [[away, 'upkeep']]);
  });

  it('gives addresses for notifications by its public address, with a token that opens the file', async () => {
    const options = memoryServerOptions(rows);
    const fileUrls: (string | undefined)[] = [];
    const mail = {
      specVersion: 1,
      name: 'mail',
      validateRecipient: () => null,
      notify: async ({ fileUrl }: { readonly fileUrl?: string | undefined }) => void fileUrls.push(fileUrl),
    } as const;
    const fileAccess = { secret: 's'.repeat(32) };
    const server = create({
      ...options,
      engine: { ...options.engine, notifiers: [mail], fileAccess },
      api: { ...options.api, basePath: '/api/exports' },
      publicUrl: 'https://app.example/clone',
    });
    const { url } = await server.start();
    await server.engine.start({ owner: 'ada', query: {}, notify: [{ notifier: 'mail', recipient: null }] });
    while (fileUrls.length === 0) await pause(5);

    const [fileUrl = ''] = fileUrls;
    assert.match(fileUrl, /^https:\/\/app\.example\/clone\/api\/exports\/[0-9a-f-]{36}\/file\?access=\S+$/);
    const local = fileUrl.replace('https://app.example/clone', url);
    assert.equal((await fetch(local, { redirect: 'manual' })).status, 302);
    assert.equal((await fetch(`${local}x`, { redirect: 'manual' })).status, 404);
  });

  it('is ready only after the start has taken up every export', async () => {
    const options = memoryServerOptions();
    const { store } = options.engine;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const port = await freePort();
    const server = create({
      ...withEngine(options, {
        store: {
          async *list(...call) {
            await held;
            yield* store.list(...call);
          },
        },
      }),
      port,
    });

    const started = server.start();
    const whileStarting = await fetchWhenUp(`http://127.0.0.1:${port}/health/ready`);
    assert.equal(whileStarting.status, 503);
    assert.equal(((await whileStarting.json()) as { readonly state: string }).state, 'starting');
    release();
    const { url } = await started;

    const whenReady = await fetch(`${url}/health/ready`);
    assert.equal(whenReady.status, 200);
    const { eventLoopDelayMs, ...health } = (await whenReady.json()) as Record<string, unknown>;
    assert.deepEqual(health, { state: 'ready', store: 'reachable', exports: { running: 0, max: 8 } });
    assert.equal(typeof eventLoopDelayMs, 'number');
  });

  it('starts once, and not after its close', async () => {
    const server = create(memoryServerOptions());
    const { signal } = new AbortController();
    await server.start({ signal });
    assert.equal(getEventListeners(signal, 'abort').length, 0);

    await assert.rejects(server.start(), { code: 'EXPORT_STATE_INVALID', message: /is ready/ });
    await server.close();
    await assert.rejects(server.start(), { code: 'EXPORT_STATE_INVALID', message: /is stopped/ });
    const unstarted = create(memoryServerOptions());
    await unstarted.close();
    await assert.rejects(unstarted.start(), { code: 'EXPORT_STATE_INVALID', message: /is stopped/ });
  });

  it('is closed again when the port is in use', async () => {
    const { url } = await create(memoryServerOptions()).start();
    const second = create({ ...memoryServerOptions(), port: Number(new URL(url).port) });

    await assert.rejects(second.start(), { code: 'EXPORT_OPTIONS_INVALID', message: /"port"/ });

    assert.equal(second.state, 'stopped');
  });

  it('is closed again when its store can not be read', async () => {
    const away = new ExportEngineError('EXPORT_STORE_REJECTED', 'No such bucket.');
    const port = await freePort();
    const options = memoryServerOptions();
    // biome-ignore lint/correctness/useYield: a list that fails before its first key
    const list: Store['list'] = async function* () {
      throw away;
    };
    const server = create({ ...withEngine(options, { store: { list } }), port });

    await assert.rejects(server.start(), (error) => error === away);

    assert.equal(server.state, 'stopped');
    await assert.rejects(fetch(`http://127.0.0.1:${port}/health/live`));
  });

  it('gives up its start when it is told, by a signal or by a close, and leaves nothing open', async () => {
    const options = memoryServerOptions();
    const list: Store['list'] = async function* (_prefix, { signal }) {
      await once(signal, 'abort');
      signal.throwIfAborted();
      yield '';
    };
    const hanging = withEngine(options, { store: { list } });
    const controller = new AbortController();
    const reason = new Error('never mind');

    const started = create(hanging).start({ signal: controller.signal });
    await pause(20);
    controller.abort(reason);
    await assert.rejects(started, (error) => error === reason);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    await assert.rejects(create(options).start({ signal: controller.signal }), (error) => error === reason);

    const closed = create(hanging);
    const startedToo = closed.start();
    const refused = assert.rejects(startedToo, { code: 'EXPORT_STATE_INVALID', message: /closed while it started/ });
    await pause(20);
    await closed.close();
    await refused;
    assert.equal(closed.state, 'stopped');
  });

  it('stops after the last durable part, so that the next process makes the same file', async () => {
    const options = memoryServerOptions(rows);
    const slow = slowParts(options, 20);
    const first = create(slow);
    const { url } = await first.start();
    const client = createApiClient(url);
    const { id } = await client.start({ about: 'cats' });
    const followed = client.ending(id);
    while ((await client.status(id)).progress.rows === 0) await pause(5);

    await first.close();

    assert.notEqual((await followed).state, 'completed');
    const { state, progress } = await first.engine.status(id, { owner: 'ada' });
    assert.equal(state, 'running');
    assert.ok(progress.rows > 0 && progress.rows < rows);
    const next = createApiClient((await create(options).start()).url);
    assert.equal((await next.ending(id)).state, 'completed');
    assert.equal(memoryFileText(options, await next.fileLink(id)), postsCsv(rows, 'cats'));
  });

  it('records an export that is asked for while it stops, and leaves it to the next process', async () => {
    const options = memoryServerOptions(rows);
    const { promise: resolved, resolve: answer } = Promise.withResolvers<void>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const resolve: MemoryServerOptions['api']['resolve'] = async (...call) => {
      ask();
      await resolved;
      return options.api.resolve(...call);
    };
    const server = create({ ...options, api: { ...options.api, resolve } });
    const started = createApiClient((await server.start()).url).start({ about: 'cats' });
    await asked;

    const closed = server.close();
    assert.equal(server.state, 'stopping');
    answer();
    const { id } = await started;
    await closed;

    assert.equal((await server.engine.status(id, { owner: 'ada' })).state, 'queued');
    const next = createApiClient((await create(options).start()).url);
    assert.equal((await next.ending(id)).state, 'completed');
  });

  it('closes once, however often it is told', async () => {
    const server = create(memoryServerOptions());
    await server.start();

    assert.equal(server.close(), server.close());
    await server.close();
  });

  it('does not wait longer than it said for an adapter that does not heed its signal, and says so', async () => {
    const options = withEngine(memoryServerOptions(rows), { sink: { writePart: () => new Promise(() => {}) } });
    const server = create({ ...options, stopTimeoutSeconds: 1 });
    const client = createApiClient((await server.start()).url);
    await client.start({ about: 'cats' });
    await pause(50);

    const begunAt = performance.now();
    await server.close();

    assert.ok(performance.now() - begunAt < 2500);
    assert.equal(reports.length, 1);
    const [error, during] = reports[0] ?? [];
    assert.ok(ExportEngineError.isInstance(error));
    assert.equal(error.code, 'EXPORT_STALLED');
    assert.equal(during, 'stop');
  });
});

async function fetchWhenUp(url: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url);
    } catch {
      await pause(5);
    }
  }
}
