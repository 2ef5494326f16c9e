import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { stubClient } from '../test/support/stub-client.ts';
import { elasticsearchSource } from './elasticsearch-source.ts';
import { opensearchSource } from './opensearch/opensearch-source.ts';

const client = stubClient(() => assert.fail('nothing is asked at construction'));

describe.each([
  ['elasticsearchSource', elasticsearchSource],
  ['opensearchSource', opensearchSource],
])('%s', (name, factory) => {
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /object of options/],
    ['no client', {}, /"client".*missing/],
    ['a URL for a client', { client: 'http://localhost:9200' }, /"client"/],
    ['a client without a transport', { client: {} }, /"client"/],
    ['a short keep-alive', { client, keepAliveSeconds: 29 }, /"keepAliveSeconds"/],
    ['a keep-alive beyond the limit', { client, keepAliveSeconds: 86_401 }, /"keepAliveSeconds"/],
    ['a time-out of nothing', { client, requestTimeoutMs: 0 }, /"requestTimeoutMs"/],
    ['no rows', { client, maxPageRows: 0 }, /"maxPageRows"/],
    ['more rows than a window', { client, maxPageRows: 10_001 }, /"maxPageRows"/],
    ['endless retries', { client, maxRetries: Number.POSITIVE_INFINITY }, /"maxRetries"/],
    ['a misspelt option', { client, keepAlive: 60 }, /unknown option "keepAlive"/],
  ])('refuses %s', (_what, options, words) => {
    assert.throws(
      () => factory(options as Parameters<typeof factory>[0]),
      (error) => {
        assert.ok(ExportEngineError.isInstance(error));
        assert.match(error.message, words);
        assert.ok(error.message.startsWith(`${name}()`));
        return error.code === 'EXPORT_OPTIONS_INVALID';
      },
    );
  });

  it('asks nobody until it is used', () => {
    const source = factory({ client });

    assert.equal(source.specVersion, 1);
    assert.equal(client.requests.length, 0);
  });
});
