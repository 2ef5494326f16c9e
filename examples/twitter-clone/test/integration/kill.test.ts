import assert from 'node:assert/strict';
import type { ElasticsearchQuery } from '@export-engine/adapter-elasticsearch';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createSeededRandom } from '../../src/data/seeded-random.ts';
import type { ExportJob } from '../support/export-job.ts';
import { exportWithKills, type KillPlan } from '../support/export-with-kills.ts';
import { loadPostIndex, openContextsAfter, type PostIndex } from '../support/post-index.ts';
import { describeOnRealPair } from '../support/real-pair.ts';
import { runWorker } from '../support/run-worker.ts';
import { createTestBucket, type TestBucket } from '../support/test-bucket.ts';

const minuteMs = 60_000;
const mebibyte = 1024 * 1024;
/** A point in time whose opener was killed before recording it: 30 s of keep-alive, and a minute until it is reaped. */
const reapedAfterMs = 100_000;

/** Every post's text four times: some fifty parts of 5 MiB, so that there are many instants to be killed at. */
const columns = [
  ...['PostID', 'UserID', 'DateCreated', 'Tags', 'Content'],
  ...['Again', 'And again', 'Once more'].map((header) => ({ path: 'Content', header })),
];

describeOnRealPair((pair) => {
  describe('an export whose process is killed again and again', () => {
    let index: PostIndex;
    const buckets: TestBucket[] = [];

    beforeAll(async () => {
      index = await loadPostIndex(pair.elasticsearch, { name: 'posts-kill', count: 300_000 });
    });
    afterAll(async () => {
      for (const bucket of buckets) await bucket.remove();
    });

    it('gives the same bytes after twenty kills, and leaves nothing open', { timeout: 5 * minuteMs }, async () => {
      await compareWithUninterrupted({ index: 'posts-kill' }, { kills: 20, killsInBetween: 15 });
    });

    it('gives the same bytes in an order where many posts share a place', { timeout: 5 * minuteMs }, async () => {
      const query = { index: 'posts-kill', sort: [{ DateCreated: 'desc' as const }] };
      await compareWithUninterrupted(query, { kills: 6, killsInBetween: 4 });
    });

    async function compareWithUninterrupted(
      query: ElasticsearchQuery,
      wanted: Pick<KillPlan, 'kills' | 'killsInBetween'>,
    ): Promise<void> {
      const seed = Number(process.env['EXPORT_ENGINE_KILL_SEED'] ?? Date.now() % 1_000_000);
      console.log(`Kill instants are drawn from EXPORT_ENGINE_KILL_SEED=${seed}.`);
      const whole = await createTestBucket(pair.s3);
      const killed = await createTestBucket(pair.s3);
      buckets.push(whole, killed);

      const expected = await runWorker(jobIn(whole, query));
      const plan = { ...wanted, maxLifeMs: 2200, random: createSeededRandom(seed) };
      const status = await exportWithKills({ ...jobIn(killed, query), pageDelayMs: 40 }, killed, plan);

      assert.equal(status.state, 'completed', status.failure?.message);
      assert.equal(status.progress.rows, expected.status.progress.rows);
      assert.deepEqual(await contentsOf(killed), await contentsOf(whole));
      assert.deepEqual(await killed.openUploads(), []);
      assert.equal(await openContextsAfter(index, reapedAfterMs), 0);
    }

    function jobIn({ name }: TestBucket, query: ElasticsearchQuery): ExportJob {
      const engine = { partBytes: 5 * mebibyte, pageBytes: mebibyte / 4, leaseSeconds: 1 };
      return { ...pair, bucket: name, engine, request: { query, columns } };
    }
  });
});

/** Size and digest of the one file in a bucket. */
async function contentsOf(bucket: TestBucket): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const [file, ...others] = await bucket.files();
  assert.ok(file !== undefined && others.length === 0, `There are ${others.length + (file ? 1 : 0)} files.`);
  return { bytes: file.bytes, sha256: await bucket.sha256(file.key) };
}
