import { type ElasticsearchQuery, elasticsearchSource, type SearchClient } from '@export-engine/adapter-elasticsearch';
import type { SearchBackend } from '../search-backend.ts';
import { postQuery } from '../servers/post-query.ts';
import { searchPosts } from '../servers/search-posts.ts';

export interface ElasticsearchBackendOptions {
  readonly client: SearchClient;
  /** Made by `loadPosts`. */
  readonly index: string;
}

/** Posts in Elasticsearch. */
export function elasticsearchBackend({
  client,
  index,
}: ElasticsearchBackendOptions): SearchBackend<ElasticsearchQuery> {
  const name = 'Elasticsearch';
  return {
    name,
    source: elasticsearchSource({ client }),
    close: async () => undefined,
    exportQuery: (criteria) => ({ index, query: postQuery(criteria) }),
    search: (criteria, page) => searchPosts({ name, client, index }, criteria, page),
  };
}
