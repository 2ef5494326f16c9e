import { optional, type Source, string } from '@export-engine/core';
import type { OpenSearchQuery } from '../query/search-query.ts';
import { createSearchSource, type SearchSourceOptions } from '../search-source.ts';
import { openSearchDialect } from '../snapshot/opensearch-dialect.ts';

/** Options of {@link opensearchSource}. */
export type OpenSearchSourceOptions = SearchSourceOptions;

/**
 * A source on OpenSearch 2 or 3: a point in time, read with `search_after`. Before 3.3 a query needs a `uniqueField`.
 *
 * @param options `client` is a client of `@opensearch-project/opensearch` 3, signed with SigV4 or not.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for a wrong option; its calls as the contract says.
 *
 * @example
 * ```ts
 * import { opensearchSource } from '@export-engine/adapter-elasticsearch/opensearch';
 * import { Client } from '@opensearch-project/opensearch';
 *
 * export const source = opensearchSource({ client: new Client({ node: 'http://localhost:9200' }) });
 * export const query = source.validate({ index: 'tweets', sort: { DateCreated: 'desc' } });
 * ```
 */
export function opensearchSource(options: OpenSearchSourceOptions): Source<OpenSearchQuery> {
  return createSearchSource(
    {
      dialect: openSearchDialect,
      factory: 'opensearchSource()',
      clientPackage: '@opensearch-project/opensearch',
      extraKeys: { uniqueField: optional(string({ max: 512 })) },
    },
    options,
  );
}
