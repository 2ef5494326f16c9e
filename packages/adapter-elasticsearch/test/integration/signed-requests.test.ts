import assert from 'node:assert/strict';
import { opensearchSource } from '@export-engine/adapter-elasticsearch/opensearch';
import { startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { it } from 'vitest';
import { searchServer } from '../support/search-server.ts';
import { readAll } from '../support/sources.ts';

describeWithServer('opensearch38', (description) => {
  it('signs every request when the client does (Amazon OpenSearch Service)', async () => {
    const server = searchServer(description);
    const index = await server.createIndex({ properties: { id: { type: 'keyword' } } });
    await server.addDocuments(index, ['{"id":"a"}', '{"id":"b"}', '{"id":"c"}']);
    const unsigned: string[] = [];
    const proxy = await startFaultProxy({ target: description.url });
    proxy.setRule(({ method, url, headers }) => {
      const isSigned =
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/es\/aws4_request, /.test(
          headers.authorization ?? '',
        ) && headers['x-amz-content-sha256'] !== undefined;
      if (!isSigned) unsigned.push(`${method} ${url}`);
      return isSigned ? undefined : { kind: 'respond', status: 403, body: '{}' };
    });
    const getCredentials = async (): Promise<{
      accessKeyId: string;
      secretAccessKey: string;
      sessionToken: string;
    }> => ({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
    const client = new Client({ ...AwsSigv4Signer({ region: 'eu-central-1', getCredentials }), node: proxy.url });
    const source = opensearchSource({ client });

    const { ids } = await readAll(source, { index, sort: 'id' }, { targetPageBytes: 1 });
    const columns = await source.describe(source.validate({ index }), { signal: new AbortController().signal });

    assert.deepEqual(ids, ['a', 'b', 'c']);
    assert.deepEqual(columns, [{ path: 'id', type: 'text' }]);
    assert.deepEqual(unsigned, []);
    assert.ok(proxy.requests.length >= 9);
    assert.equal(await server.openContexts(index), 0);
    await proxy.close();
    await server.deleteIndex(index);
  });
});
