export { type ElasticsearchSourceOptions, elasticsearchSource } from './elasticsearch-source.ts';
export type { ElasticsearchQuery, SortField, SortOptions } from './query/search-query.ts';
export type { SearchSourceOptions } from './search-source.ts';
export type { SearchClient } from './transport/search-client.ts';
