import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { ExportEngineError, type Source } from '@export-engine/core';
import { missingPrerequisite, type RunningSearchServer, startElasticsearch } from '@export-engine/servers';
import { Client as Client8 } from 'elasticsearch8';
import { beforeAll, describe, it } from 'vitest';
import { type SearchServer, searchServer } from '../support/search-server.ts';
import { readAll, readPartition } from '../support/sources.ts';

const ids = Array.from({ length: 2000 }, (_, number) => `row-${number}`);
const missing = await missingPrerequisite('elasticsearch717');

/** It tells less at the opening of a point in time, and hits have a type; the rest is the same. */
describe.skipIf(missing)('Elasticsearch 7.17', () => {
  let running: RunningSearchServer;
  let server: SearchServer;
  let index: string;
  beforeAll(async () => {
    running = await startElasticsearch({ version: '7.17.0', settings: { 'search.keep_alive_interval': '500ms' } });
    server = searchServer(running);
    index = await server.createIndex({ shards: 3, properties: { id: { type: 'keyword' }, n: { type: 'long' } } });
    await server.addDocuments(
      index,
      ids.map((id) => `{"id":"${id}","n":9007199254740993}`),
    );
    return running.stop;
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

    it('has lost a point in time that expired, and says so', async () => {
      const source = connect(running.url);
      const query = source.validate({ index });
      const { signal } = new AbortController();
      const opened = await source.open(query, { partitions: 1, signal });
      await source.close(opened, { signal });
      const shortLived = await server.request('POST', `/${index}/_pit?keep_alive=1s`);
      const snapshot = { ...opened, state: { ...(opened.state as object), pitId: shortLived.id } };

      await sleep(4000);

      const reading = readPartition(source, query, snapshot, opened.partitions[0] ?? assert.fail());
      await assert.rejects(
        reading,
        (error) => ExportEngineError.isInstance(error) && error.code === 'EXPORT_SOURCE_CURSOR_LOST',
      );
      await source.close(snapshot, { signal });
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
