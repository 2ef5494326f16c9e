import { fetchElasticsearch, startElasticsearch } from './elasticsearch.ts';
import { fetchMinistack, MINISTACK_VERSION, startMinistack } from './ministack.ts';
import { fetchOpenSearch, startOpenSearch } from './opensearch.ts';
import type { RunningServer } from './running-server.ts';
import type { ServerDescriptions, ServerName } from './server-descriptions.ts';
import { fetchVersitygw, startVersitygw } from './versitygw.ts';

interface CatalogEntry<Name extends ServerName> {
  readonly title: string;
  /** Downloads or builds it into the cache. */
  readonly fetch: () => Promise<string>;
  readonly start: () => Promise<RunningServer & ServerDescriptions[Name]>;
}

/** The servers that tests ask for by name, in the order in which they are started: the slowest first. */
export const SERVER_CATALOG: { readonly [Name in ServerName]: CatalogEntry<Name> } = {
  elasticsearch92: {
    title: 'Elasticsearch 9.2.0',
    fetch: () => fetchElasticsearch('9.2.0'),
    start: () => startElasticsearch({ version: '9.2.0' }),
  },
  elasticsearch819: {
    title: 'Elasticsearch 8.19.2',
    fetch: () => fetchElasticsearch('8.19.2'),
    start: () => startElasticsearch({ version: '8.19.2' }),
  },
  opensearch38: {
    title: 'OpenSearch 3.8.0',
    fetch: () => fetchOpenSearch('3.8.0'),
    start: () => startOpenSearch({ version: '3.8.0' }),
  },
  opensearch219: {
    title: 'OpenSearch 2.19.1',
    fetch: () => fetchOpenSearch('2.19.1'),
    start: () => startOpenSearch({ version: '2.19.1' }),
  },
  s3: {
    title: 'versitygw 1.8.0 (S3)',
    fetch: () => fetchVersitygw(),
    start: () => startVersitygw(),
  },
  aws: {
    title: `ministack ${MINISTACK_VERSION} (AWS)`,
    fetch: () => fetchMinistack(),
    start: () => startMinistack(),
  },
};

export const SERVER_NAMES: readonly ServerName[] = Object.keys(SERVER_CATALOG) as ServerName[];

/**
 * The names in EXPORT_ENGINE_TEST_SERVERS (a comma list), or all when it is unset.
 *
 * @throws TypeError for a name that is not in the catalog.
 */
export function wantedServers(): readonly ServerName[] {
  const list = process.env['EXPORT_ENGINE_TEST_SERVERS'];
  if (!list) return SERVER_NAMES;
  return list.split(',').map((entry) => {
    const name = SERVER_NAMES.find((known) => known === entry.trim());
    if (name === undefined) {
      throw new TypeError(`EXPORT_ENGINE_TEST_SERVERS names "${entry}"; known are ${SERVER_NAMES.join(', ')}.`);
    }
    return name;
  });
}
