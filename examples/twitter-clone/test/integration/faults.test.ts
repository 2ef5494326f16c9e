import assert from 'node:assert/strict';
import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { type FaultProxy, type FaultRequest, type FaultRule, startFaultProxy } from '@export-engine/servers';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { loadPostIndex, openContextsAfter, type PostIndex } from '../support/post-index.ts';
import { describeOnRealPair } from '../support/real-pair.ts';
import { runExport } from '../support/run-export.ts';
import { createS3Client, createTestBucket, type TestBucket } from '../support/test-bucket.ts';

const indexName = 'posts-faults';
const slowDown =
  '<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Slow down.</Message></Error>';

describeOnRealPair((pair) => {
  describe('an export through a network that fails', () => {
    let index: PostIndex;
    let bucket: TestBucket;
    let proxy: FaultProxy;
    let expectedSha256: string;

    beforeAll(async () => {
      index = await loadPostIndex(pair.elasticsearch, { name: indexName, count: 100_000 });
      bucket = await createTestBucket(pair.s3);
      expectedSha256 = await exportAndDigest();
    });
    afterEach(async () => {
      await proxy.close();
    });
    afterAll(async () => {
      await bucket.remove();
    });

    describe('to S3', () => {
      it('waits out twenty seconds of 503 SlowDown', async () => {
        let until = 0;
        const faults = await exportThroughS3((request) => {
          if (until === 0 && isPart(request)) until = performance.now() + 20_000;
          return performance.now() < until ? { kind: 'respond', status: 503, body: slowDown } : undefined;
        });

        assert.ok(performance.now() >= until, 'The export ended during the outage.');
        assert.ok(faults >= 3, `Only ${faults} requests met the outage.`);
      });

      it('sends a part again whose answer was cut off', async () => {
        const faults = await exportThroughS3(once(isPart, { kind: 'lose-answer' }, 2));

        assert.equal(faults, 2);
      });

      it('sends a part again that was cut off on its way', async () => {
        const faults = await exportThroughS3(once(isPart, { kind: 'cut-request', afterBytes: 1_000_000 }));

        assert.equal(faults, 1);
      });

      it('finds its file when the answer of CompleteMultipartUpload is lost', async () => {
        const faults = await exportThroughS3(once(isComplete, { kind: 'lose-answer' }));

        assert.equal(faults, 1);
      });

      it('knows its own record again when the answers of writes to the store are lost', async () => {
        let writes = 0;
        const faults = await exportThroughS3((request) => {
          if (!isStoreWrite(request)) return undefined;
          writes += 1;
          return writes % 2 === 0 ? { kind: 'lose-answer' } : undefined;
        });

        assert.ok(faults >= 4, `Only ${faults} answers were lost.`);
      });
    });

    describe('to Elasticsearch', () => {
      it('waits as long as a 429 asks it to', async () => {
        let refusedAt = 0;
        let waitedMs = 0;
        const faults = await exportThroughElasticsearch((request) => {
          if (isSearch(request) && refusedAt > 0 && waitedMs === 0) waitedMs = performance.now() - refusedAt;
          if (!isSearch(request) || request.count !== 5) return undefined;
          refusedAt = performance.now();
          return { kind: 'respond', status: 429, headers: { 'retry-after': '2' }, body: '{}' };
        });

        assert.equal(faults, 1);
        assert.ok(waitedMs >= 2000, `It came back after ${Math.round(waitedMs)} ms.`);
      });

      it('asks for a page again whose answer was cut off in the middle', async () => {
        const faults = await exportThroughElasticsearch(once(isSearch, { kind: 'cut-answer', afterBytes: 100_000 }, 3));

        assert.equal(faults, 3);
      });

      it('waits out five seconds of 502', async () => {
        let until = 0;
        const faults = await exportThroughElasticsearch((request) => {
          if (until === 0 && isSearch(request) && request.count >= 5) until = performance.now() + 5000;
          return performance.now() < until ? { kind: 'respond', status: 502, body: 'Bad Gateway' } : undefined;
        });

        assert.ok(performance.now() >= until, 'The export ended during the outage.');
        assert.ok(faults >= 2, `Only ${faults} requests met the outage.`);
      });
    });

    /** Exports with this rule before S3, asserts that the file is right. @returns how many requests met a fault */
    async function exportThroughS3(rule: FaultRule): Promise<number> {
      proxy = await startFaultProxy({ target: pair.s3.endpoint });
      const client = createS3Client(pair.s3, proxy.url);
      return exportWith(rule, { s3: client }).finally(() => client.destroy());
    }

    async function exportThroughElasticsearch(rule: FaultRule): Promise<number> {
      proxy = await startFaultProxy({ target: pair.elasticsearch.url });
      return exportWith(rule, { elasticsearch: new Client({ node: proxy.url }) });
    }

    async function exportWith(rule: FaultRule, clients: Parameters<typeof exportAndDigest>[0]): Promise<number> {
      proxy.setRule(rule);
      assert.equal(await exportAndDigest(clients), expectedSha256);
      return proxy.requests.filter(({ action }) => action !== 'forward').length;
    }

    /** Exports the index, asserts that nothing is left open, and gives back the digest of the file. */
    async function exportAndDigest({ elasticsearch = index.client, s3 = bucket.client } = {}): Promise<string> {
      const source = elasticsearchSource({ client: elasticsearch, keepAliveSeconds: 60 });
      const status = await runExport({ source, query: { index: indexName }, s3, bucket: bucket.name });
      assert.equal(status.state, 'completed', status.failure?.message);
      assert.deepEqual(await bucket.openUploads(), []);
      assert.equal(await openContextsAfter(index, 5000), 0);
      return bucket.sha256(`exports/${status.id}.csv`);
    }
  });
});

/** The action for the first few requests of a kind. */
function once(isMeant: (request: FaultRequest) => boolean, action: ReturnType<FaultRule>, times = 1): FaultRule {
  let left = times;
  return (request) => {
    if (left === 0 || !isMeant(request)) return undefined;
    left -= 1;
    return action;
  };
}

function isPart({ method, url }: FaultRequest): boolean {
  return method === 'PUT' && url.includes('partNumber=');
}

function isComplete({ method, url }: FaultRequest): boolean {
  return method === 'POST' && url.includes('uploadId=');
}

function isStoreWrite({ method, url }: FaultRequest): boolean {
  return method === 'PUT' && url.includes('/store/');
}

function isSearch({ url }: FaultRequest): boolean {
  return url.includes('/_search');
}
