import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createExportWatcher, type ExportEnding, type WatchedExport } from '@export-engine/notifier-websocket/client';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { type ApiClient, createApiClient, type ShownStatus } from '../support/api-client.ts';
import { authorName, createPostsDatabase, expectedCsv, type PostsPlan, sha256 } from './support/posts.ts';
import type { ServerProcessOptions } from './support/process-messages.ts';
import { type ServerProcess, startServerProcess } from './support/start-server-process.ts';

/** One result of 6.5 MB: a hundred parts. */
const plan: PostsPlan = { authors: 1, postsEach: 20_000 };
const partBytes = 64 * 1024;

describe('exports over the death of their process', () => {
  let folder = '';
  const processes: ServerProcess[] = [];

  async function start(options: Partial<ServerProcessOptions> = {}): Promise<ServerProcess> {
    const server = await startServerProcess({ folder, partBytes, leaseSeconds: 1, pauseMsPerPart: 10, ...options });
    processes.push(server);
    return server;
  }

  async function assertRight(client: ApiClient, id: string): Promise<void> {
    const file = await client.get(await client.fileLink(id));
    assert.equal(sha256(await file.bytes()), sha256(expectedCsv(plan, 0)));
  }

  async function notificationsOf(id: string): Promise<readonly string[]> {
    const log = await readFile(join(folder, 'notifications.log'), 'utf8');
    return log.split('\n').filter((line) => line.startsWith(id));
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restarts-'));
    createPostsDatabase(join(folder, 'posts.db'), plan);
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((server) => server.end('SIGKILL')));
    await rm(folder, { recursive: true, force: true });
  });

  it('go on after each of three kills, to the same file, and its watchers see the ending in the last process', async () => {
    let server = await start();
    const { url } = server;
    const client = createApiClient(url);
    const { id } = await client.start({ about: authorName(0) });
    const seenByEvents = followEvents(client, id);
    const seenBySocket = followSocket(client, url, id);

    for (const rows of [1, 5000, 10_000]) {
      await untilRows(client, id, rows);
      assert.equal(await server.end('SIGKILL'), 'SIGKILL');
      server = await start({ port: Number(new URL(url).port) });
    }

    assert.equal((await seenByEvents).state, 'completed');
    assert.equal((await seenBySocket).state, 'completed');
    await assertRight(client, id);
    assert.deepEqual(await notificationsOf(id), [`${id} completed`]);
  });

  it('are handed over at once by a process that is told to stop', async () => {
    // Nobody could wait for this lease to end: it has to be given back.
    const leaseSeconds = 3600;
    const first = await start({ leaseSeconds });
    const { url } = first;
    const client = createApiClient(url);
    const { id } = await client.start({ about: authorName(0) });
    const seenByEvents = followEvents(client, id);
    const seenBySocket = followSocket(client, url, id);
    const { progress } = await untilRows(client, id, 2000);

    assert.equal(await first.end('SIGTERM'), 0);
    await start({ leaseSeconds, port: Number(new URL(url).port) });

    assert.ok((await client.status(id)).progress.rows >= progress.rows);
    assert.equal((await seenByEvents).state, 'completed');
    assert.equal((await seenBySocket).state, 'completed');
    await assertRight(client, id);
    assert.deepEqual(await notificationsOf(id), [`${id} completed`]);
  });

  it('are taken up by two processes at once without harm: one works, one waits, the file is right', async () => {
    const first = await start();
    const { id } = await createApiClient(first.url).start({ about: authorName(0) });
    await untilRows(createApiClient(first.url), id, 2000);
    await first.end('SIGKILL');

    const servers = await Promise.all([start(), start()]);

    for (const { url } of servers) {
      const client = createApiClient(url);
      assert.equal((await followEvents(client, id)).state, 'completed');
      await assertRight(client, id);
    }
    assert.deepEqual(await notificationsOf(id), [`${id} completed`]);
  });
});

async function untilRows(client: ApiClient, id: string, rows: number): Promise<ShownStatus> {
  for (;;) {
    const status = await client.status(id);
    assert.equal(status.state === 'queued' || status.state === 'running', true, `It is ${status.state} too early.`);
    if (status.progress.rows >= rows) return status;
    await pause(10);
  }
}

/** Follows server-sent events as an `EventSource` does: when the stream is cut, it connects anew. */
async function followEvents(client: ApiClient, id: string): Promise<ShownStatus> {
  for (;;) {
    try {
      for await (const status of client.events(id))
        if (status.state !== 'queued' && status.state !== 'running') return status;
    } catch {
      // The process is gone; the next one comes.
    }
    await pause(50);
  }
}

function followSocket(client: ApiClient, url: string, exportId: string): Promise<ExportEnding> {
  return new Promise((resolve, reject) => {
    createExportWatcher({
      exportId,
      webSocketUrl: `${url.replace('http', 'ws')}/push`,
      fetchStatus: async (id) => (await client.get(`/exports/${id}`)).json() as Promise<WatchedExport>,
      getTicket: async (id) => ({ ticket: await client.ticket(id) }),
      onEnded: resolve,
      onError: reject,
      backoff: { baseMs: 50, maxMs: 200 },
      // So late that only the socket can bring the ending in time.
      polling: { intervalMs: 600_000, safetyIntervalMs: 600_000 },
    });
  });
}
