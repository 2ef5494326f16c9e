export type { OpenSearchQuery, SortField, SortOptions } from '../query/search-query.ts';
export type { SearchSourceOptions } from '../search-source.ts';
export type { SearchClient } from '../transport/search-client.ts';
export { type OpenSearchSourceOptions, opensearchSource } from './opensearch-source.ts';
