import { optional, type Source } from '@export-engine/core';
import { jsonObject } from './query/copy-json.ts';
import type { ElasticsearchQuery } from './query/search-query.ts';
import { createSearchSource, type SearchSourceOptions } from './search-source.ts';
import { elasticsearchDialect } from './snapshot/elasticsearch-dialect.ts';

/** Options of {@link elasticsearchSource}. */
export type ElasticsearchSourceOptions = SearchSourceOptions;

/**
 * A source on Elasticsearch 7.17, 8 or 9: a point in time, read with `search_after`.
 *
 * @param options `client` is a client of `@elastic/elasticsearch` 8 or 9.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for a wrong option; its calls as the contract says.
 *
 * @example
 * ```ts
 * import { Client } from '@elastic/elasticsearch';
 * import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
 *
 * export const source = elasticsearchSource({ client: new Client({ node: 'http://localhost:9200' }) });
 * export const query = source.validate({ index: 'tweets', query: { match: { Content: 'hello' } } });
 * ```
 */
export function elasticsearchSource(options: ElasticsearchSourceOptions): Source<ElasticsearchQuery> {
  return createSearchSource(
    {
      dialect: elasticsearchDialect,
      factory: 'elasticsearchSource()',
      clientPackage: '@elastic/elasticsearch',
      extraKeys: { runtime_mappings: optional(jsonObject()) },
    },
    options,
  );
}
