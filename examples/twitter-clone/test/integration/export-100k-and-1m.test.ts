import assert from 'node:assert/strict';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportRequest } from '@export-engine/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { postColumns } from '../../src/data/post.ts';
import { compareWithPython } from '../../src/verify/compare-with-python.ts';
import { describeWithPython } from '../support/describe-with-python.ts';
import { loadPostIndex, openContextsAfter, type PostIndex } from '../support/post-index.ts';
import { describeOnRealPair, type RealPair } from '../support/real-pair.ts';
import { runWorker } from '../support/run-worker.ts';
import { createTestBucket, type TestBucket } from '../support/test-bucket.ts';

const minuteMs = 60_000;

describeOnRealPair((pair) => {
  describeWithPython('an export of posts, read back by Python', () => {
    let bucket: TestBucket;
    let small: PostIndex;
    let folder: string;

    beforeAll(async () => {
      bucket = await createTestBucket(pair.s3);
      small = await loadPostIndex(pair.elasticsearch, { name: 'posts-100k', count: 100_000 });
      folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    });
    afterAll(async () => {
      await bucket.remove();
      await rm(folder, { recursive: true });
    });

    describe('of a million', () => {
      let large: PostIndex;
      beforeAll(async () => {
        large = await loadPostIndex(pair.elasticsearch, { name: 'posts-1m', count: 1_000_000 });
      }, 5 * minuteMs);

      it(
        'holds every row and digit, and takes no more memory than one of a hundred thousand',
        async () => {
          const hundredThousand = await exportAndCompare(small);
          const million = await exportAndCompare(large);

          const ratio = million.peakRssBytes / hundredThousand.peakRssBytes;
          console.log(
            `Peak RSS: ${mebibytes(hundredThousand)} MiB at 100,000 rows, ${mebibytes(million)} MiB at 1,000,000.`,
          );
          assert.ok(ratio <= 1.25, `Ten times the rows took ${ratio.toFixed(2)} times the memory.`);
        },
        5 * minuteMs,
      );
    });

    it('holds every row as NDJSON', async () => {
      await exportAndCompare(small, { format: 'ndjson' });
    });

    it('holds every row once when the index is read in four slices', async () => {
      await exportAndCompare(small, { partitions: 4 });
    });

    /** Exports in a process of its own, and asserts that the file is what the generator made. */
    async function exportAndCompare(
      index: PostIndex,
      request: Pick<ExportRequest, 'partitions'> & { readonly format?: 'csv' | 'ndjson' } = {},
    ): Promise<{ readonly peakRssBytes: number }> {
      const count = await index.count();
      const { status, peakRssBytes } = await runWorker(jobOf(pair, index, request));
      assert.equal(status.state, 'completed', status.failure?.message);
      assert.equal(status.progress.rows, count);

      const { format = 'csv' } = request;
      const path = join(folder, `${status.id}.${format}`);
      await bucket.save(`exports/${status.id}.${format}`, createWriteStream(path));
      const verdict = await compareWithPython({ path, format }, { count });
      assert.deepEqual(verdict, {
        isEqual: true,
        rows: count,
        expectedRows: count,
        differing: [],
        missing: [],
        unexpected: [],
      });
      assert.deepEqual(await bucket.openUploads(), []);
      assert.equal(await openContextsAfter(index, 5000), 0);
      await rm(path);
      return { peakRssBytes };
    }

    function jobOf({ elasticsearch, s3 }: RealPair, { name }: PostIndex, request: Partial<ExportRequest>) {
      return {
        elasticsearch,
        s3,
        bucket: bucket.name,
        request: { ...request, query: { index: name }, columns: postColumns },
      };
    }
  });
});

function mebibytes({ peakRssBytes }: { readonly peakRssBytes: number }): number {
  return Math.round(peakRssBytes / 1024 / 1024);
}
