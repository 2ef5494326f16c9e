import assert from 'node:assert/strict';
import { opensearchSource } from '@export-engine/adapter-elasticsearch/opensearch';
import { ExportEngineError } from '@export-engine/core';
import { missingPrerequisite, type RunningOpenSearch, startOpenSearch } from '@export-engine/servers';
import { Client } from '@opensearch-project/opensearch';
import { beforeAll, describe, it } from 'vitest';
import { searchServer } from '../support/search-server.ts';
import { readPartition } from '../support/sources.ts';

const ROWS = 3000;
const signal = new AbortController().signal;

const missing = await missingPrerequisite('opensearch38');

describe.skipIf(missing)('one of three OpenSearch nodes lost in the middle of a read', () => {
  let cluster: RunningOpenSearch;
  beforeAll(async () => {
    cluster = await startOpenSearch({ version: '3.8.0', nodes: 3 });
    return cluster.stop;
  });

  it('is an outage until the node is back, then a lost snapshot, and never a short result', async () => {
    const server = searchServer(cluster);
    const index = await server.createIndex({ shards: 3, properties: { id: { type: 'keyword' } } });
    await server.addDocuments(
      index,
      Array.from({ length: ROWS }, (_, number) => `{"id":"row-${number}"}`),
    );
    const client = new Client({ node: cluster.url });
    const source = opensearchSource({ client, maxRetries: 2, requestTimeoutMs: 20_000 });
    const query = source.validate({ index });
    const snapshot = await source.open(query, { partitions: 1, signal });
    const partition = snapshot.partitions[0] ?? assert.fail();
    const read = (onPage: () => unknown = () => undefined): Promise<readonly string[]> =>
      readPartition(source, query, snapshot, partition, { targetPageBytes: 20_000, onPage });

    let pages = 0;
    const whileReading = read(async () => {
      pages++;
      if (pages === 2) await cluster.stopNode(3);
    });

    await assert.rejects(whileReading, isOneOf('EXPORT_SOURCE_UNAVAILABLE', 'EXPORT_SOURCE_CURSOR_LOST'));
    await assert.rejects(read(), isOneOf('EXPORT_SOURCE_UNAVAILABLE', 'EXPORT_SOURCE_CURSOR_LOST'));
    const reopened = source.open(query, { partitions: 1, signal });
    await assert.rejects(reopened, isOneOf('EXPORT_SOURCE_UNAVAILABLE', 'EXPORT_SOURCE_INCOMPLETE'));

    await cluster.startNode(3);

    await assert.rejects(read(), isOneOf('EXPORT_SOURCE_CURSOR_LOST'));
    await source.close(snapshot, { signal });
    const fresh = await source.open(query, { partitions: 1, signal });
    assert.equal(fresh.expectedRows, ROWS);
    await source.close(fresh, { signal });
  });
});

function isOneOf(...codes: readonly string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(ExportEngineError.isInstance(error), String(error));
    assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
    return true;
  };
}
