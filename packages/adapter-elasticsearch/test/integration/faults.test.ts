import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { type FaultAction, type FaultProxy, startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, it } from 'vitest';
import { type Json, searchServer } from '../support/search-server.ts';
import { readAll, SERVERS, sourceFor } from '../support/sources.ts';
import { startSpoilingProxy } from '../support/spoiling-proxy.ts';

const ROWS = 500;
const ids = Array.from({ length: ROWS }, (_, index) => `row-${index}`);
const signal = new AbortController().signal;
/** Twenty-odd pages. */
const SMALL_PAGES = { targetPageBytes: 3000 };
const hasCode = (code: string) => (error: unknown) => ExportEngineError.isInstance(error) && error.code === code;
const isSearch = ({ method, url }: { readonly method: string; readonly url: string }): boolean =>
  method === 'POST' && url.startsWith('/_search?');

for (const name of SERVERS) {
  describeWithServer(name, (description) => {
    const server = searchServer(description);
    const { product, url } = description;
    const unique = name === 'opensearch219' ? { uniqueField: 'id' } : {};
    let index: string;
    let proxy: FaultProxy;

    beforeAll(async () => {
      proxy = await startFaultProxy({ target: url });
      index = await server.createIndex({ shards: 3, properties: { id: { type: 'keyword' } } });
      await server.addDocuments(
        index,
        ids.map((id) => `{"id":"${id}"}`),
      );
    });
    afterAll(async () => {
      await proxy.close();
      await server.deleteIndex(index);
    });

    it.each<[string, (answer: Json) => void]>([
      ['a shard failed', ({ _shards }) => Object.assign(_shards, { successful: 2, failed: 1 })],
      ['a shard is no longer counted', ({ _shards }) => Object.assign(_shards, { total: 2, successful: 2 })],
      ['the search timed out', (answer) => Object.assign(answer, { timed_out: true })],
      ['the search was terminated early', (answer) => Object.assign(answer, { terminated_early: true })],
      ['the page is empty, with a clean 200', ({ hits }) => Object.assign(hits, { hits: [] })],
    ])('never ends short when %s', async (_what, spoil) => {
      const spoiling = await startSpoilingProxy(url, (answer, number) => {
        if (number >= 4) spoil(answer);
        return answer;
      });
      const source = sourceFor({ product, url: spoiling.url }, { maxRetries: 0 });

      await assert.rejects(readAll(source, { index, ...unique }, SMALL_PAGES), hasCode('EXPORT_SOURCE_INCOMPLETE'));

      await spoiling.close();
      assert.equal(await server.openContexts(index), 0);
    });

    it.each<[string, FaultAction]>([
      ['connections are reset', { kind: 'reset' }],
      ['answers break off', { kind: 'cut-answer', afterBytes: 700 }],
      ['answers are lost', { kind: 'lose-answer' }],
      ['the server is busy', { kind: 'respond', status: 429, headers: { 'retry-after': '0' }, body: '{}' }],
      ['a gateway fails', { kind: 'respond', status: 502, body: '<html>bad gateway</html>' }],
      ['answers take too long', { kind: 'delay', ms: 60_000 }],
    ])('reads every row once although, now and then, %s', async (_what, fault) => {
      proxy.setRule((request) => (isSearch(request) && request.count % 9 === 0 ? fault : undefined));
      const source = sourceFor({ product, url: proxy.url }, { requestTimeoutMs: 1500 });

      const { ids: read } = await readAll(source, { index, ...unique }, SMALL_PAGES);

      proxy.clearRule();
      assert.equal(read.length, ROWS);
      assert.deepEqual(read.toSorted(), ids.toSorted());
      assert.ok(proxy.requests.some(({ action }) => action === fault.kind));
    });

    it('leaves an outage to the engine, after some retries of its own', async () => {
      const source = sourceFor({ product, url: proxy.url }, { maxRetries: 1 });
      const query = source.validate({ index, ...unique });
      const snapshot = await source.open(query, { partitions: 1, signal });
      proxy.setRule((request) => (isSearch(request) ? { kind: 'reset' } : undefined));
      const before = proxy.requests.length;

      const pages = source.read(query, snapshot, snapshot.partitions[0] ?? assert.fail(), { ...SMALL_PAGES, signal });
      await assert.rejects(
        pages[Symbol.asyncIterator]().next(),
        (error) => hasCode('EXPORT_SOURCE_UNAVAILABLE')(error) && (error as ExportEngineError).isRetryable,
      );

      assert.equal(proxy.requests.length - before, 2, 'one attempt and one retry: the client makes none of its own');
      proxy.clearRule();
      await source.close(snapshot, { signal });
    });

    it('asks for smaller pages while a circuit breaker objects', async () => {
      const breaker = JSON.stringify({
        error: {
          root_cause: [{ type: 'circuit_breaking_exception', reason: 'too much' }],
          type: 'search_phase_execution_exception',
        },
        status: 429,
      });
      proxy.setRule((request) =>
        isSearch(request) && request.count % 9 === 0 ? { kind: 'respond', status: 429, body: breaker } : undefined,
      );
      const source = sourceFor({ product, url: proxy.url });

      const { ids: read } = await readAll(source, { index, ...unique }, SMALL_PAGES);

      proxy.clearRule();
      assert.deepEqual(read.toSorted(), ids.toSorted());
    });
  });
}
