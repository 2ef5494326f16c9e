import type { Client, estypes } from '@elastic/elasticsearch';
import { type ElasticsearchQuery, elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import type { FoundPost } from '../../api/api-types.ts';
import type { Post } from '../../data/post.ts';
import type { SearchBackend } from '../search-backend.ts';
import { postQuery } from './post-query.ts';

export interface ElasticsearchBackendOptions {
  readonly client: Client;
  /** Made by `loadPosts`. */
  readonly index: string;
}

/** As a decimal format: every digit, where the client would make a number of an id and lose some. */
const exactIds = ['PostID', 'UserID'].map((field) => ({ field, format: '0' }));

/** Posts in Elasticsearch. */
export function elasticsearchBackend({
  client,
  index,
}: ElasticsearchBackendOptions): SearchBackend<ElasticsearchQuery> {
  return {
    name: 'Elasticsearch',
    source: elasticsearchSource({ client }),
    close: async () => undefined,
    exportQuery: (criteria) => ({ index, query: postQuery(criteria) }),

    async search(criteria, { page, pageSize, signal }) {
      const request: estypes.SearchRequest = {
        index,
        query: postQuery(criteria),
        // Ids begin with the time.
        sort: [{ PostID: 'desc' }],
        from: (page - 1) * pageSize,
        size: pageSize,
        track_total_hits: true,
        allow_partial_search_results: false,
        docvalue_fields: exactIds,
        _source: ['DateCreated', 'Content', 'Tags'],
      };
      const { hits } = await client.search<Omit<Post, 'PostID' | 'UserID'>>(request, { signal });
      const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
      return { total, posts: hits.hits.map(foundPost) };
    },
  };
}

function foundPost({ fields, _source }: estypes.SearchHit<Omit<Post, 'PostID' | 'UserID'>>): FoundPost {
  return {
    PostID: String(fields?.['PostID']?.[0]),
    UserID: String(fields?.['UserID']?.[0]),
    DateCreated: _source?.DateCreated ?? null,
    Content: _source?.Content ?? null,
    Tags: _source?.Tags ?? null,
  };
}
