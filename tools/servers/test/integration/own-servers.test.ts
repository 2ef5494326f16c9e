import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ElasticsearchOptions, startElasticsearch } from '../../src/elasticsearch.ts';
import { askJson, isAnswering } from '../../src/http.ts';
import { startOpenSearch } from '../../src/opensearch.ts';
import { missingPrerequisite } from '../../src/prerequisites.ts';
import { startVersitygw } from '../../src/versitygw.ts';
import { sendSigned } from '../sign-s3-request.ts';

const INDEX_SETTINGS = { settings: { number_of_shards: 3, number_of_replicas: 0 } };

describe.skipIf(await missingPrerequisite('opensearch38'))('an OpenSearch cluster of three nodes', () => {
  it('loses a point in time with one of its nodes, for good', async () => {
    const cluster = await startOpenSearch({ version: '3.8.0', nodes: 3, heap: '512m' });
    await askJson(`${cluster.url}/lost`, { method: 'PUT', body: INDEX_SETTINGS });
    const opened = await askJson(`${cluster.url}/lost/_search/point_in_time?keep_alive=5m`, { method: 'POST' });
    const search = {
      method: 'POST',
      body: { pit: { id: (opened.body as { pit_id: string }).pit_id, keep_alive: '5m' } },
    };
    const url = `${cluster.url}/_search?allow_partial_search_results=false`;

    const before = await askJson(url, search);
    await cluster.stopNode(2);
    const during = await askJson(url, search);
    await cluster.startNode(2);
    const after = await askJson(url, search);

    expect([before.status, during.status, after.status]).toEqual([200, 500, 404]);
    await cluster.stop();
    expect(await isAnswering(cluster.url)).toBe(false);
  });
});

describe.skipIf(await missingPrerequisite('elasticsearch717'))('Elasticsearch with a data folder of one’s own', () => {
  it('finds its data again after a restart, and takes settings', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'export-engine-kept-'));
    const options: ElasticsearchOptions = {
      version: '7.17.0',
      heap: '512m',
      dataDirectory,
      settings: { 'search.keep_alive_interval': '500ms' },
    };
    const first = await startElasticsearch(options);
    await askJson(`${first.url}/kept/_doc/1`, { method: 'PUT', body: { n: 1 } });
    await first.stop();

    const second = await startElasticsearch(options);
    const document = await askJson(`${second.url}/kept/_doc/1?realtime=true`);
    const { body } = await askJson(`${second.url}/_nodes/settings?flat_settings=true`);

    expect(document).toMatchObject({ status: 200, body: { _source: { n: 1 } } });
    expect(JSON.stringify(body)).toContain('"search.keep_alive_interval":"500ms"');
    await second.stop();
    expect(existsSync(dataDirectory)).toBe(true);
    await rm(dataDirectory, { recursive: true });
  });

  it('says what the server said when a setting is wrong', async () => {
    const starting = startElasticsearch({ version: '7.17.0', heap: '512m', settings: { 'no.such': 'setting' } });

    await expect(starting).rejects.toThrow(/Elasticsearch 7.17.0 did not start.*unknown setting \[no.such\]/s);
  });
});

describe.skipIf(await missingPrerequisite('s3'))('versitygw with keys and a data folder of one’s own', () => {
  it('keeps the objects as files', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'export-engine-kept-'));
    const server = await startVersitygw({ accessKeyId: 'mine', secretAccessKey: 'my-secret', dataDirectory });

    await sendSigned(server, 'PUT', '/kept');
    await sendSigned(server, 'PUT', '/kept/a.csv', 'id\n');
    await server.stop();

    expect(existsSync(join(dataDirectory, 'buckets', 'kept', 'a.csv'))).toBe(true);
    await rm(dataDirectory, { recursive: true });
  });
});
