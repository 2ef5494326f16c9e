import assert from 'node:assert/strict';
import { describeWithServer } from '@export-engine/servers/testing';
import { beforeAll, describe, it } from 'vitest';
import { elasticsearchBackend } from '../../src/search/elasticsearch/elasticsearch-backend.ts';
import type { SearchBackend } from '../../src/search/search-backend.ts';
import { loadPostIndex } from '../support/post-index.ts';
import { behavesAsSearch } from '../support/search-cases.ts';

const count = 3000;
const { signal } = new AbortController();

describeWithServer('elasticsearch92', (server) => {
  describe('a search in Elasticsearch', () => {
    let backend: SearchBackend;
    beforeAll(async () => {
      const { client, name: index } = await loadPostIndex(server, { name: 'posts-search', count });
      backend = elasticsearchBackend({ client, index }) as SearchBackend;
    });

    behavesAsSearch(() => backend, count);

    it('takes each character of Japanese for a word, where SQLite takes a run of them', async () => {
      const { total } = await backend.search({ phrases: ['の'] }, { page: 1, pageSize: 1, signal });

      assert.ok(total > 0);
    });
  });
});
