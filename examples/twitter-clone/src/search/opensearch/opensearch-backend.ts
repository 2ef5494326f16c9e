import {
  type OpenSearchQuery,
  opensearchSource,
  type SearchClient,
} from '@export-engine/adapter-elasticsearch/opensearch';
import type { SearchBackend } from '../search-backend.ts';
import { postQuery } from '../servers/post-query.ts';
import { searchPosts } from '../servers/search-posts.ts';

export interface OpenSearchBackendOptions {
  readonly client: SearchClient;
  /** Mapped as `postMapping` says. */
  readonly index: string;
}

/** Before OpenSearch 3.3, pages are told apart by a field that no two posts share. */
const uniqueField = 'PostID';

/** Posts in OpenSearch. */
export function openSearchBackend({ client, index }: OpenSearchBackendOptions): SearchBackend<OpenSearchQuery> {
  const name = 'OpenSearch';
  return {
    name,
    source: opensearchSource({ client }),
    close: async () => undefined,
    exportQuery: (criteria) => ({ index, query: postQuery(criteria), uniqueField }),
    search: (criteria, page) => searchPosts({ name, client, index }, criteria, page),
  };
}
