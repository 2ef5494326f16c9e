import { elasticsearchBackend } from '../../search/elasticsearch/elasticsearch-backend.ts';
import { openSearchBackend } from '../../search/opensearch/opensearch-backend.ts';
import type { SearchBackend } from '../../search/search-backend.ts';
import { httpSearchClient } from '../../search/servers/http-search-client.ts';
import type { SearchSettings } from '../settings/settings.ts';

/** @param authorization The header of every request; `null` for none. */
export function createBackend({ url, flavour, index }: SearchSettings, authorization: string | null): SearchBackend {
  const client = httpSearchClient({ url, ...(authorization === null ? {} : { authorization }) });
  const backend = flavour === 'elasticsearch' ? elasticsearchBackend : openSearchBackend;
  return backend({ client, index }) as SearchBackend;
}
