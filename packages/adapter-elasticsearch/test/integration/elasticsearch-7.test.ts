import assert from 'node:assert/strict';
import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { ExportEngineError, type Source } from '@export-engine/core';
import { missingPrerequisite, type RunningSearchServer, startElasticsearch } from '@export-engine/servers';
import { Client as Client8 } from 'elasticsearch8';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type SearchServer, searchServer } from '../support/search-server.ts';
import { readAll } from '../support/sources.ts';

const ids = Array.from({ length: 2000 }, (_, number) => `row-${number}`);
const missing = await missingPrerequisite('elasticsearch717');

/** It tells less at the opening of a point in time, and hits have a type; the rest is the same. */
describe.skipIf(missing)('Elasticsearch 7.17', () => {
  let running: RunningSearchServer;
  let server: SearchServer;
  let index: string;
  beforeAll(async () => {
    running = await startElasticsearch({ version: '7.17.0' });
    server = searchServer(running);
    index = await server.createIndex({ shards: 3, properties: { id: { type: 'keyword' }, n: { type: 'long' } } });
    await server.addDocuments(
      index,
      ids.map((id) => `{"id":"${id}","n":9007199254740993}`),
    );
  });
  afterAll(async () => {
    await running?.stop();
  });

  describe.each<[string, (node: string) => Source]>([
    ['8', (node) => elasticsearchSource({ client: new Client8({ node }) })],
    ['9', (node) => elasticsearchSource({ client: new Client({ node }) })],
  ])('with the client %s', (_version, connect) => {
    it('is read completely, with and without an order, whole and in slices', async () => {
      for (const query of [{ index }, { index, sort: 'n' }]) {
        for (const partitions of [1, 3]) {
          const read = await readAll(connect(running.url), query, { partitions, targetPageBytes: 20_000 });
          assert.equal(read.snapshot.expectedRows, ids.length);
          assert.deepEqual(read.ids.toSorted(), ids.toSorted());
        }
      }
      assert.equal(await server.openContexts(index), 0);
    });

    it('rejects a name and a pattern that match no index', async () => {
      for (const nothing of ['not-there', 'not-there-*']) {
        await assert.rejects(
          readAll(connect(running.url), { index: nothing }),
          (error) => ExportEngineError.isInstance(error) && error.code === 'EXPORT_SOURCE_REJECTED',
        );
      }
    });
  });
});
