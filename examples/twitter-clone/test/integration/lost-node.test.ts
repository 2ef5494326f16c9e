import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { opensearchSource } from '@export-engine/adapter-elasticsearch/opensearch';
import type { ExportStatus } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type OpenSearchCluster, startOpenSearchCluster } from '../support/open-search-cluster.ts';
import { runExport } from '../support/run-export.ts';
import { createTestBucket, type TestBucket } from '../support/test-bucket.ts';

const index = 'posts';
const count = 60_000;
/** The page that is fetched ahead has come by then: the next request meets a cluster without the node. */
const fetchedAheadMs = 1000;

// The cluster is the tests' own; the shared server stands for what it takes to have one.
describeWithServer('opensearch38', () => {
  describeWithServer('s3', (s3) => {
    describe('an export from three nodes of which one stops in the middle', () => {
      let cluster: OpenSearchCluster;
      let bucket: TestBucket;

      beforeAll(async () => {
        cluster = await startOpenSearchCluster(index, count);
        bucket = await createTestBucket(s3);
      });
      afterAll(async () => {
        await bucket.remove();
        await cluster.close();
      });

      // A node that is away looks like any outage, which a step waits out for a minute before it notes the stall.
      it('fails, says why, and leaves nothing behind, when the node stays away', { timeout: 240_000 }, async () => {
        try {
          const status = await exportWhile(() => cluster.server.stopNode(2));

          assert.equal(status.failure?.code, 'EXPORT_STALLED');
          assert.match(status.failure?.message ?? '', /EXPORT_SOURCE_UNAVAILABLE/);
          await assertNothingLeft(status);
        } finally {
          await cluster.server.startNode(2);
        }
      });

      it('fails when the node comes back without the point in time', async () => {
        const status = await exportWhile(async () => {
          await cluster.server.stopNode(3);
          await cluster.server.startNode(3);
        });

        assert.equal(status.failure?.code, 'EXPORT_SOURCE_CURSOR_LOST');
        await assertNothingLeft(status);
      });

      it('holds every row when no node stops', async () => {
        const status = await exportWhile(async () => {});

        assert.equal(status.state, 'completed', status.failure?.message);
        assert.equal(status.progress.rows, count);
      });

      /** Exports, and does something when the first rows have come; no page is asked for meanwhile. */
      async function exportWhile(interfere: () => Promise<void>): Promise<ExportStatus> {
        const inner = opensearchSource({ client: cluster.client, maxRetries: 1, maxPageRows: 2000 });
        let interfering: Promise<void> | undefined;
        return await runExport({
          source: {
            ...inner,
            async *read(...call) {
              for await (const page of inner.read(...call)) {
                yield page;
                interfering ??= sleep(fetchedAheadMs).then(interfere);
                await interfering;
              }
            },
          },
          query: { index },
          s3: bucket.client,
          bucket: bucket.name,
          engine: { stallLimitSeconds: 5 },
        });
      }

      async function assertNothingLeft({ state, progress }: ExportStatus): Promise<void> {
        assert.equal(state, 'failed');
        assert.ok(progress.rows < count, 'Not every row can have come.');
        assert.deepEqual(await bucket.files(), []);
        assert.deepEqual(await bucket.openUploads(), []);
        assert.equal(await cluster.openContexts(), 0);
      }
    });
  });
});
