import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, it } from 'vitest';
import { searchServer } from '../support/search-server.ts';
import { readAll, SERVERS, sourceFor, textOf } from '../support/sources.ts';

const ROWS = 2000;
const ids = Array.from({ length: ROWS }, (_, index) => `row-${index}`);
const signal = new AbortController().signal;
const hasCode = (code: string) => (error: unknown) => ExportEngineError.isInstance(error) && error.code === code;

for (const name of SERVERS) {
  describeWithServer(name, (description) => {
    const server = searchServer(description);
    const source = sourceFor(description);
    const unique = name === 'opensearch219' ? { uniqueField: 'id' } : {};
    let index: string;

    beforeAll(async () => {
      index = await server.createIndex({ shards: 3, properties: { id: { type: 'keyword' } } });
      await server.addDocuments(
        index,
        ids.map((id) => `{"id":"${id}"}`),
        ids,
      );
    });
    afterAll(async () => {
      await server.deleteIndex(index);
    });

    it('hold still while documents are added, changed, deleted and merged between the pages', async () => {
      const busy = await server.createIndex({ shards: 2, properties: { id: { type: 'keyword' } } });
      await server.addDocuments(
        busy,
        ids.map((id) => `{"id":"${id}"}`),
        ids,
      );
      let pages = 0;
      const onPage = async (): Promise<void> => {
        pages++;
        const [changed, deleted] = [ids[ROWS - pages], ids[ROWS - 100 - pages]];
        await server.addDocuments(
          busy,
          [`{"id":"new-${pages}"}`, '{"id":"changed"}'],
          [`new-${pages}`, String(changed)],
        );
        await server.request('DELETE', `/${busy}/_doc/${deleted}?refresh=true`);
        if (pages % 5 === 0) await server.request('POST', `/${busy}/_forcemerge?max_num_segments=1`);
      };

      const { ids: read } = await readAll(source, { index: busy, ...unique }, { targetPageBytes: 8000, onPage });

      assert.ok(pages > 10);
      assert.deepEqual(read.toSorted(), ids.toSorted());
      await server.deleteIndex(busy);
    });

    it('stay open until they are closed, and are closed then', async () => {
      const query = source.validate({ index, ...unique });
      const snapshot = await source.open(query, { partitions: 1, signal });
      assert.equal(await server.openContexts(index), 3);

      await source.close(snapshot, { signal });

      assert.equal(await server.openContexts(index), 0);
      const partition = snapshot.partitions[0] ?? assert.fail();
      const pages = source.read(query, snapshot, partition, { targetPageBytes: 1000, signal });
      await assert.rejects(pages[Symbol.asyncIterator]().next(), hasCode('EXPORT_SOURCE_CURSOR_LOST'));
    });

    it('are lost, and say so, when their index is deleted in the middle of a read', async () => {
      const doomed = await server.createIndex({ properties: { id: { type: 'keyword' } } });
      await server.addDocuments(
        doomed,
        ids.map((id) => `{"id":"${id}"}`),
      );
      const onPage = (): Promise<void> => server.deleteIndex(doomed);

      const reading = readAll(source, { index: doomed, ...unique }, { targetPageBytes: 8000, onPage });

      await assert.rejects(reading, hasCode('EXPORT_SOURCE_CURSOR_LOST'));
    });

    it('are refused for an index that is not there, and for a pattern that matches none', async () => {
      for (const missing of ['not-there', 'not-there-*']) {
        const query = source.validate({ index: missing, ...unique });

        await assert.rejects(source.open(query, { partitions: 1, signal }), hasCode('EXPORT_SOURCE_REJECTED'), missing);
        await assert.rejects(source.describe(query, { signal }), hasCode('EXPORT_SOURCE_REJECTED'), missing);
      }
    });

    it('are refused for a query that the server does not understand', async () => {
      const query = source.validate({ index, query: { no_such_query: {} }, ...unique });

      await assert.rejects(source.open(query, { partitions: 1, signal }), hasCode('EXPORT_SOURCE_REJECTED'));
      assert.equal(await server.openContexts(index), 0);
    });

    it('open on every index that a pattern matches', async () => {
      const { ids: read } = await readAll(source, { index: [`${index.slice(0, -3)}*`], ...unique });

      assert.equal(read.length, ROWS);
    });

    it('respect a smaller result window of an index', async () => {
      const narrow = await server.createIndex({
        settings: { 'index.max_result_window': 7 },
        properties: { id: { type: 'keyword' } },
      });
      await server.addDocuments(
        narrow,
        ids.slice(0, 50).map((id) => `{"id":"${id}"}`),
      );
      const counts: number[] = [];

      const { snapshot } = await readAll(
        source,
        { index: narrow, ...unique },
        { onPage: (page) => counts.push(page.count) },
      );

      assert.equal((snapshot.state as { maxResultWindow: number }).maxResultWindow, 7);
      assert.deepEqual(counts, [7, 7, 7, 7, 7, 7, 7, 1]);
      await server.deleteIndex(narrow);
    });

    it('give documents as they were indexed, byte for byte', async () => {
      const exact = await server.createIndex({ dynamic: false, properties: { id: { type: 'keyword' } } });
      const documents = [
        '{"id":"a","n":1.10,"big":123456789012345678901234567890,"e":1E400,"deep":{"n":[0.1234567890123456789,-0.0]}}',
        '{"id":"b", "text" : "\\u0041 \\/ \\"{[]}\\" \\ud83d\\ude00 🙂 \\\\" , "id2":9223372036854775807}',
      ];
      await server.addDocuments(exact, documents);
      let text = '';
      const onPage = (page: Parameters<typeof textOf>[0]): void => {
        text += textOf(page);
      };

      await readAll(source, { index: exact, ...unique }, { onPage });

      for (const document of documents) assert.ok(text.includes(`"_source":${document}`), text);
      await server.deleteIndex(exact);
    });

    it('fetch only what a source filter names, at the price of rewritten numbers', async () => {
      const narrow = await server.createIndex({ dynamic: false, properties: { id: { type: 'keyword' } } });
      await server.addDocuments(narrow, ['{"id":"a","kept":{"n":1.10},"left":1}']);
      let text = '';
      const onPage = (page: Parameters<typeof textOf>[0]): void => {
        text += textOf(page);
      };

      await readAll(source, { index: narrow, sourceIncludes: ['id', 'kept.*'], ...unique }, { onPage });

      assert.match(text, /"kept":\{"n":1\.1\}/);
      assert.doesNotMatch(text, /"left"/);
      await server.deleteIndex(narrow);
    });

    it('describe the columns of the mapping', async () => {
      const mapped = await server.createIndex({
        properties: {
          user: { properties: { name: { type: 'keyword' } } },
          at: { type: 'date' },
          comments: { type: 'nested', properties: { n: { type: 'long' } } },
          text: { type: 'text', fields: { raw: { type: 'keyword' } } },
        },
      });

      const columns = await source.describe(source.validate({ index: mapped, ...unique }), { signal });

      assert.deepEqual(Object.fromEntries(columns.map(({ path, type }) => [path, type])), {
        at: 'date',
        comments: 'json',
        text: 'text',
        'user.name': 'text',
      });
      await server.deleteIndex(mapped);
    });
  });
}

for (const name of ['elasticsearch92', 'elasticsearch819'] as const) {
  describeWithServer(name, (description) => {
    it('sorts by a runtime field', async () => {
      const server = searchServer(description);
      const index = await server.createIndex({ dynamic: false, properties: { id: { type: 'keyword' } } });
      await server.addDocuments(index, ['{"id":"a","n":2}', '{"id":"b","n":10}', '{"id":"c","n":1}']);

      const query = { index, runtime_mappings: { n: { type: 'long' } }, sort: { n: 'desc' } };
      const { ids: read } = await readAll(sourceFor(description), query, { targetPageBytes: 1 });

      assert.deepEqual(read, ['b', 'a', 'c']);
      await server.deleteIndex(index);
    });
  });
}
