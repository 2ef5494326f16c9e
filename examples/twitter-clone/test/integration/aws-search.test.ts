import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createBackend } from '../../src/aws/parts/create-backend.ts';
import type { SearchBackend } from '../../src/search/search-backend.ts';
import { loadOpenSearchIndex, type OpenSearchIndex } from '../support/opensearch-index.ts';
import { loadPostIndex } from '../support/post-index.ts';
import { behavesAsSearch } from '../support/search-cases.ts';

const count = 3000;
const { signal } = new AbortController();

describeWithServer('elasticsearch92', ({ url }) => {
  describe('a search in Elasticsearch by the small client of the functions', () => {
    let backend: SearchBackend;
    beforeAll(async () => {
      const index = 'posts-aws-search';
      await loadPostIndex({ product: 'elasticsearch', version: '9.2.0', url }, { name: index, count });
      backend = createBackend({ url, flavour: 'elasticsearch', index, secretArn: null }, null);
    });

    behavesAsSearch(() => backend, count);

    it('is refused with a code that says whose fault it is', async () => {
      const page = { page: 1, pageSize: 1, signal };
      const elsewhere = (address: string, index: string): SearchBackend =>
        createBackend({ url: address, flavour: 'elasticsearch', index, secretArn: null }, null);

      await assert.rejects(elsewhere(url, 'nowhere').search({ phrases: [] }, page), { code: 'EXPORT_SOURCE_REJECTED' });
      await assert.rejects(elsewhere('http://127.0.0.1:9', 'posts').search({ phrases: [] }, page), {
        code: 'EXPORT_SOURCE_UNAVAILABLE',
        isRetryable: true,
      });
    });
  });
});

// The first has no tiebreaker of its own, so the query has to name one.
for (const name of ['opensearch219', 'opensearch38'] as const) {
  describeWithServer(name, (server) => {
    describe('a search in OpenSearch by the small client of the functions', () => {
      let index: OpenSearchIndex;
      let backend: SearchBackend;
      beforeAll(async () => {
        index = await loadOpenSearchIndex(server, { name: `posts-${randomUUID()}`, count });
        const { url } = server;
        backend = createBackend({ url, flavour: 'opensearch', index: index.name, secretArn: null }, null);
      });
      afterAll(() => index.remove());

      behavesAsSearch(() => backend, count);
    });
  });
}
