import type { Source } from '@export-engine/core';
import { contractRowJson, type SourceFixture, type SourceHarness } from '@export-engine/core/testing';
import { type SearchServer, searchServer } from './search-server.ts';

const PROPERTIES = { id: { type: 'keyword' }, rank: { type: 'long' }, text: { type: 'text' } };

interface SearchFixture extends SourceFixture {
  readonly index: string;
}

/** Runs the source contract on a real server: an index for each case, looked into past the adapter. */
export function searchSourceHarness(
  { product, url }: Pick<SearchServer, 'product' | 'url'>,
  connect: () => Source,
  query: object = {},
): SourceHarness {
  const server = searchServer({ product, url });
  return {
    capabilities: { snapshot: true, partitions: true, count: 'exact', resume: 'snapshot', batches: 'json' },
    timeoutMs: 60_000,
    async setUp(): Promise<SearchFixture> {
      const index = await server.createIndex({ prefix: 'contract', properties: PROPERTIES });
      return {
        index,
        connect,
        query: { ...query, index, sort: 'rank' },
        unorderedQuery: { ...query, index },
        emptyQuery: { ...query, index, query: { term: { id: 'nobody' } } },
        invalidQueries: [
          {},
          { index: '' },
          { index, query: 'text' },
          { index, sort: [] },
          { index, sourceIncludes: [] },
        ],
        addRows: (rows) =>
          server.addDocuments(
            index,
            rows.map(contractRowJson),
            rows.map(({ id }) => id),
          ),
        async removeRows(ids) {
          const lines = ids.map((id) => `${JSON.stringify({ delete: { _id: id } })}\n`);
          await server.request('POST', `/${index}/_bulk?refresh=true`, lines.join(''));
        },
        openSnapshots: () => server.openContexts(index),
        openReads: () => server.runningSearches(index),
      };
    },
    tearDown: (fixture) => server.deleteIndex((fixture as SearchFixture).index),
  };
}
