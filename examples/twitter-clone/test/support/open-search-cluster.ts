import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningOpenSearch, startOpenSearch } from '@export-engine/servers';
import { Client } from '@opensearch-project/opensearch';
import { bulkBodies } from '../../src/search/elasticsearch/bulk-bodies.ts';
import { postMapping } from '../../src/search/elasticsearch/post-mapping.ts';

/** Three nodes with an index of posts whose three shards have no copies: each node holds rows that no other has. */
export interface OpenSearchCluster {
  readonly server: RunningOpenSearch;
  /** Talks to node 1. */
  readonly client: Client;
  /** Contexts that are still open on the nodes that are up, after waiting a moment for them to close. */
  openContexts(): Promise<number>;
  close(): Promise<void>;
}

const settleMs = 5000;

export async function startOpenSearchCluster(index: string, count: number): Promise<OpenSearchCluster> {
  const server = await startOpenSearch({ version: '3.8.0', nodes: 3, heap: '512m' });
  const client = new Client({ node: server.url });
  const settings = { number_of_shards: 3, number_of_replicas: 0, 'routing.allocation.total_shards_per_node': 1 };
  await client.indices.create({ index, body: { settings, mappings: postMapping as object } });
  // The types want objects; the client sends lines of text as they are, with every digit.
  for (const lines of bulkBodies({ count })) await client.bulk({ index, body: lines as unknown as object[] });
  await client.indices.refresh({ index });

  async function countContexts(): Promise<number> {
    const { body } = await client.nodes.stats({ metric: ['indices'], index_metric: ['search'] });
    const nodes = Object.values(body.nodes ?? {});
    return nodes.reduce((sum, node) => sum + Number(node.indices?.search?.open_contexts ?? Number.NaN), 0);
  }

  return {
    server,
    client,
    async openContexts() {
      const deadline = performance.now() + settleMs;
      while ((await countContexts()) > 0 && performance.now() < deadline) await sleep(200);
      return countContexts();
    },
    async close() {
      await client.close();
      await server.stop();
    },
  };
}
