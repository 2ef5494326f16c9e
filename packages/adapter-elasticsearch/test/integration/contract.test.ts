import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { opensearchSource } from '@export-engine/adapter-elasticsearch/opensearch';
import type { Source } from '@export-engine/core';
import { registerContract, sourceContract } from '@export-engine/core/testing';
import { describeWithServer } from '@export-engine/servers/testing';
import { Client as OpenSearchClient } from '@opensearch-project/opensearch';
import { Client as Client8 } from 'elasticsearch8';
import { describe, it } from 'vitest';
import { searchSourceHarness } from '../support/search-source-harness.ts';

for (const name of ['elasticsearch92', 'elasticsearch819'] as const) {
  describeWithServer(name, (server) => {
    for (const [version, client] of Object.entries({ 8: Client8, 9: Client })) {
      describe(`with the client ${version}`, () => {
        const connect = (): Source => elasticsearchSource({ client: new client({ node: server.url }) });
        registerContract(sourceContract, searchSourceHarness(server, connect), { describe, it });
      });
    }
  });
}

for (const [name, query] of [
  ['opensearch38', {}],
  ['opensearch219', { uniqueField: 'id' }],
] as const) {
  describeWithServer(name, (server) => {
    const connect = (): Source => opensearchSource({ client: new OpenSearchClient({ node: server.url }) });
    registerContract(sourceContract, searchSourceHarness(server, connect, query), { describe, it });
  });
}
