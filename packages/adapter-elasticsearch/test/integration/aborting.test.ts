import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, it } from 'vitest';
import { type Json, type SearchServer, searchServer } from '../support/search-server.ts';
import { SERVERS, sourceFor } from '../support/sources.ts';

/** A search that keeps a server busy for several seconds. */
const slowQuery = {
  bool: {
    should: Array.from({ length: 900 }, (_, number) => ({
      regexp: { word: `.*a.*b.*c.*${number.toString(36)}.*[a-f].*[g-z]{2}.*${number}` },
    })),
  },
};

const DEADLINE_MS = 20_000;

/** Searches of an index on the server's task list; those that were cancelled and are about to end do not count. */
async function searchTasks(server: SearchServer): Promise<readonly Json[]> {
  const { nodes } = await server.request('GET', '/_tasks?actions=*search*&detailed');
  const tasks = Object.values<Json>(nodes).flatMap((node) => Object.values<Json>(node.tasks));
  return tasks.filter((task) => task.description.includes('[a-f].*[g-z]{2}'));
}

async function until(condition: () => Promise<boolean>, what: string): Promise<number> {
  const start = Date.now();
  while (!(await condition())) {
    assert.ok(Date.now() - start < DEADLINE_MS, what);
    await sleep(20);
  }
  return Date.now() - start;
}

for (const name of SERVERS) {
  describeWithServer(name, (description) => {
    const server = searchServer(description);
    const source = sourceFor(description);
    const unique = name === 'opensearch219' ? { uniqueField: 'word' } : {};
    let index: string;

    beforeAll(async () => {
      index = await server.createIndex({ properties: { word: { type: 'keyword' } } });
      const words = Array.from(
        { length: 20_000 },
        (_, number) => 'abcdefghij'.repeat(3) + number.toString(36).repeat(8),
      );
      await server.addDocuments(
        index,
        words.map((word) => `{"word":"${word}"}`),
      );
    });
    afterAll(async () => {
      await server.deleteIndex(index);
    });

    it('ends the search on the server when a call is aborted', async () => {
      const query = source.validate({ index, query: slowQuery, ...unique });
      const controller = new AbortController();
      const reason = new Error('the user has gone');
      const opening = source.open(query, { partitions: 1, signal: controller.signal });
      opening.catch(() => {});
      await until(async () => (await searchTasks(server)).length > 0, 'the search does not run');

      controller.abort(reason);
      await assert.rejects(opening, (error) => error === reason);

      const isCancelled = async (): Promise<boolean> =>
        (await searchTasks(server)).every((task) => task.cancelled === true);
      const tookMs = await until(isCancelled, 'the search still runs');
      assert.ok(tookMs < 2000, `cancelled after ${tookMs} ms`);
      await until(async () => (await server.openContexts(index)) === 0, 'the point in time is still open');
    });

    it('ends the search on the server when a reader leaves while a page is under way', async () => {
      const query = source.validate({ index, ...unique });
      const snapshot = await source.open(query, { partitions: 1, signal: new AbortController().signal });
      const partition = snapshot.partitions[0] ?? assert.fail();
      const slow = source.validate({ index, query: slowQuery, ...unique });
      const controller = new AbortController();
      const options = { targetPageBytes: 1000, signal: controller.signal };
      const pages = source.read(slow, snapshot, partition, options)[Symbol.asyncIterator]();
      const pending = pages.next();
      pending.catch(() => {});
      await until(async () => (await searchTasks(server)).length > 0, 'the search does not run');

      controller.abort(new Error('gone'));
      await assert.rejects(pending, /gone/);

      const isCancelled = async (): Promise<boolean> =>
        (await searchTasks(server)).every((task) => task.cancelled === true);
      await until(isCancelled, 'the search still runs');
      await source.close(snapshot, { signal: new AbortController().signal });
    });
  });
}
