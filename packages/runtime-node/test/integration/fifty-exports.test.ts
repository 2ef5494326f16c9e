import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxExportMemoryBytes } from '@export-engine/runtime-node';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { authorName, createPostsDatabase, expectedCsv, type PostsPlan, sha256 } from './support/posts.ts';
import { type ServerProcess, startServerProcess } from './support/start-server-process.ts';

const mib = 1024 * 1024;
/** 50 results of 2.6 MB each, all different. */
const plan: PostsPlan = { authors: 50, postsEach: 8000 };
const users = Array.from({ length: 10 }, (_, index) => `user${index}`);
const exportsOfEach = 5;
/** Small enough for one export after another to leave its mark if anything of it stayed. */
const memory = { partBytes: mib / 2, maxBufferedBytes: 2 * mib, pageBytes: mib / 4 };

/** Below this share of the CPU time it wants, how late a process is says more about the machine than about the process. */
const enoughCpu = 0.5;

interface OwnExport {
  readonly client: ApiClient;
  readonly user: string;
  readonly id: string;
  readonly author: number;
}

describe('50 exports of 10 users at the same time, on one process', () => {
  let folder = '';
  let server: ServerProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fifty-exports-'));
    createPostsDatabase(join(folder, 'posts.db'), plan);
  });
  afterEach(() => server?.end('SIGKILL'));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  // The default number at once, while the others wait their turn; and all of them at once.
  it.for([8, 50])(
    'are all right, in bounded memory, and let the process answer, %i at once',
    async (maxConcurrentExports) => {
      server = await startServerProcess({ folder, maxConcurrentExports, ...memory });
      const { url } = server;
      await runExport(createApiClient(url, 'earlier'), 'earlier', 0);

      server.beginMeasuring();
      const exports = await Promise.all(
        users.flatMap((user, index) => {
          const client = createApiClient(url, user);
          return Array.from({ length: exportsOfEach }, (_, number) =>
            runExport(client, user, index * exportsOfEach + number),
          );
        }),
      );
      const { rssBefore, rssPeak, eventLoopDelayMs, busyMs, cpuShare } = await server.endMeasuring();

      for (const { client, id, author } of exports) {
        const file = await client.get(await client.fileLink(id));
        assert.equal(sha256(await file.bytes()), sha256(expectedCsv(plan, author)), authorName(author));
      }
      for (const { user, id } of exports) {
        const stranger = createApiClient(
          url,
          users.find((name) => name !== user),
        );
        assert.equal((await stranger.get(`/exports/${id}`)).status, 404);
        assert.equal((await stranger.get(`/exports/${id}/file`)).status, 404);
      }
      const bound = maxExportMemoryBytes({ maxConcurrentExports, ...memory });
      assert.ok(rssPeak - rssBefore <= bound, `${(rssPeak - rssBefore) / mib} MiB of ${bound / mib} MiB`);
      assert.ok(busyMs < 100, `The event loop was busy for ${busyMs} ms at once (99th percentile).`);
      if (cpuShare >= enoughCpu) assert.ok(eventLoopDelayMs < 100, `The event loop was ${eventLoopDelayMs} ms late.`);
    },
  );
});

async function runExport(client: ApiClient, user: string, author: number): Promise<OwnExport> {
  const { id } = await client.start({ about: authorName(author) });
  const { state } = await client.ending(id);
  assert.equal(state, 'completed');
  return { client, user, id, author };
}
