import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import type { SearchServerDescription } from '@export-engine/servers';
import { loadPosts } from '../../src/search/elasticsearch/load-posts.ts';

/** An index of generated posts, and a look at what is open on it past the adapter. */
export interface PostIndex {
  readonly name: string;
  readonly client: Client;
  count(): Promise<number>;
  /** Searcher contexts that are open on its shards: a point in time holds one for each. */
  openContexts(): Promise<number>;
}

/**
 * Test files run side by side: one that counts what is open needs an index of its own name. Others share it: the first one
 * loads it. Kept for the next run.
 */
export async function loadPostIndex(
  server: SearchServerDescription,
  { name, count }: { readonly name: string; readonly count: number },
): Promise<PostIndex> {
  const client = new Client({ node: server.url });
  await alone(client, name, () => loadPosts({ client, index: name, count }));
  return {
    name,
    client,
    count: async () => (await client.count({ index: name })).count,
    async openContexts() {
      const { indices } = await client.indices.stats({ index: name, metric: 'search' });
      const contexts = indices?.[name]?.total?.search?.open_contexts;
      if (contexts === undefined) throw new Error(`The server does not tell what is open on "${name}".`);
      return contexts;
    },
  };
}

/** Waits until nothing is open. A point in time that nobody knows of ends by its keep-alive, and is reaped each minute. */
export async function openContextsAfter(index: PostIndex, deadlineMs: number): Promise<number> {
  const deadline = performance.now() + deadlineMs;
  let contexts = await index.openContexts();
  while (contexts > 0 && performance.now() < deadline) {
    await sleep(500);
    contexts = await index.openContexts();
  }
  return contexts;
}

/** Longest wait for another process that loads; one that was killed leaves its mark on servers that are kept running. */
const longestLoadMs = 4 * 60_000;

/** Works while no other process does under this name: an index can be made once only. */
async function alone(client: Client, name: string, work: () => Promise<unknown>): Promise<void> {
  const index = `${name}-is-being-loaded`;
  const deadline = performance.now() + longestLoadMs;
  while (!(await isMade(client, index)) && performance.now() < deadline) await sleep(500);
  try {
    await work();
  } finally {
    await client.indices.delete({ index, ignore_unavailable: true });
  }
}

async function isMade(client: Client, index: string): Promise<boolean> {
  const settings = { number_of_shards: 1, number_of_replicas: 0 };
  return client.indices.create({ index, settings }).then(
    () => true,
    (error: Error) => {
      if (error.message.includes('resource_already_exists_exception')) return false;
      throw error;
    },
  );
}
