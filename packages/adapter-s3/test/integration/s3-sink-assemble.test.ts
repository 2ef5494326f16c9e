import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { S3Client } from '@aws-sdk/client-s3';
import { crc32, type Segment, type SinkTarget, type StoredFile } from '@export-engine/core';
import { type FaultAction, type FaultProxy, type FaultRequest, startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { type S3Sink, s3Sink } from '../../src/index.ts';
import { peakBytes } from './support/peak-bytes.ts';
import { calm, MEBIBYTE, type SampleFile, sampleFile, sampleTarget, storeSegment } from './support/sample.ts';
import { createTestBucket, s3Client, type TestBucket } from './support/test-bucket.ts';

const isCopy = ({ headers }: FaultRequest): boolean => headers['x-amz-copy-source'] !== undefined;
const isUploadedPart = (request: FaultRequest): boolean =>
  request.method === 'PUT' && request.url.includes('partNumber=') && !isCopy(request);
const isRead = ({ method, headers }: FaultRequest): boolean => method === 'GET' && headers['range'] !== undefined;
const isComplete = ({ method, url }: FaultRequest): boolean => method === 'POST' && url.includes('uploadId=');

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let proxy: FaultProxy;
  let client: S3Client;
  /** Straight to the server. */
  let direct: S3Sink;
  /** Behind the proxy, with a client that does not repeat anything by itself. */
  let sink: S3Sink;
  let target: SinkTarget;

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    proxy = await startFaultProxy({ target: server.endpoint });
    client = s3Client(server, { endpoint: proxy.url, maxAttempts: 1 });
    direct = s3Sink({ client: bucket.client, bucket: bucket.name });
    sink = s3Sink({ client, bucket: bucket.name });
    target = sampleTarget();
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    await bucket.remove();
  });

  interface Work {
    readonly segments: readonly Segment[];
    readonly content: Buffer;
    readonly expected: { readonly bytes: number; readonly crc32: number };
  }

  async function store(...files: readonly SampleFile[]): Promise<Work> {
    const segments: Segment[] = [];
    for (const file of files) segments.push(await storeSegment(direct, file));
    const content = Buffer.concat(files.map((file) => file.content));
    return { segments, content, expected: { bytes: content.length, crc32: crc32(content) } };
  }

  function assemble({ segments, expected }: Work, options: { signal: AbortSignal } = calm()): Promise<StoredFile> {
    return sink.assemble(target, segments, { expected, ...options });
  }

  /** Four partitions as they come: 60 MB, with ends of any size. */
  function storeFour(): Promise<Work> {
    return store(
      sampleFile(8 * MEBIBYTE, 8 * MEBIBYTE, 1_300_001),
      sampleFile(8 * MEBIBYTE, 3),
      sampleFile(5 * MEBIBYTE, 5 * MEBIBYTE + 1, 99_999),
      sampleFile(8 * MEBIBYTE, 8 * MEBIBYTE, 7),
    );
  }

  /** Watches what goes through the proxy, and has `act` decide what becomes of it. */
  function watch(act: (request: FaultRequest, seen: Traffic) => FaultAction | undefined = () => undefined): Traffic {
    const seen: Traffic = { copies: 0, readBytes: 0, sentBytes: 0, completes: 0 };
    proxy.setRule((request) => {
      if (isCopy(request)) seen.copies += 1;
      if (isRead(request)) seen.readBytes += rangeBytes(request);
      if (isUploadedPart(request)) seen.sentBytes += Number(request.headers['content-length']);
      if (isComplete(request)) seen.completes += 1;
      return act(request, seen);
    });
    return seen;
  }

  describe('assemble', () => {
    it('has S3 copy 60 MB without a byte of them passing through this process', async () => {
      const work = await storeFour();
      const seen = watch();

      const file = await assemble(work);

      assert.deepEqual(seen, { copies: 4, readBytes: 0, sentBytes: 0, completes: 1 });
      assert.deepEqual({ bytes: file.bytes, crc32: file.crc32 }, work.expected);
      assert.ok((await bucket.bytes(target.key)).equals(work.content));
      assert.deepEqual(await bucket.openUploads(), []);
    });

    it('goes on after a broken connection, and copies nothing twice', async () => {
      const work = await storeFour();
      const broken = watch((request, { copies }) => (isCopy(request) && copies === 3 ? { kind: 'reset' } : undefined));
      await assert.rejects(assemble(work), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });
      assert.equal(broken.copies, 4);

      const seen = watch();
      await assemble(work);

      assert.deepEqual(seen, { copies: 1, readBytes: 0, sentBytes: 0, completes: 1 });
      assert.ok((await bucket.bytes(target.key)).equals(work.content));
    });

    it('finds a copy whose answer was lost, and a file whose answer was lost', async () => {
      const work = await storeFour();
      watch((request, { copies }) => (isCopy(request) && copies === 2 ? { kind: 'lose-answer' } : undefined));
      await assert.rejects(assemble(work), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });

      const seen = watch((request) => (isComplete(request) ? { kind: 'lose-answer' } : undefined));
      await assemble(work);
      await assemble(work);

      assert.deepEqual(seen, { copies: 0, readBytes: 0, sentBytes: 0, completes: 1 });
      assert.ok((await bucket.bytes(target.key)).equals(work.content));
    });

    it('looks at the parts again when S3 says that one is not what it was taken for', async () => {
      const work = await storeFour();
      const body = '<Error><Code>InvalidPart</Code></Error>';
      const seen = watch((request, { completes }) =>
        isComplete(request) && completes === 1 ? { kind: 'respond', status: 400, body } : undefined,
      );

      await assemble(work);

      assert.equal(seen.completes, 2);
      assert.ok((await bucket.bytes(target.key)).equals(work.content));
    });

    it('joins tiny segments in memory, with what they lack of the next one', async () => {
      const work = await store(sampleFile(700), sampleFile(12 * MEBIBYTE, 5), sampleFile(1), sampleFile(6 * MEBIBYTE));
      const seen = watch();

      await assemble(work);

      assert.ok((await bucket.bytes(target.key)).equals(work.content));
      assert.deepEqual(await bucket.openUploads(), []);
      // This server says a wrong checksum for ranges, so that the rest of the second segment is sent through as well.
      assert.equal(seen.readBytes, 18 * MEBIBYTE + 706);
      assert.equal(seen.sentBytes, seen.readBytes);
    });

    it('sends a range that S3 can not copy rightly through as a stream', async () => {
      const work = await store(sampleFile(700), sampleFile(64 * MEBIBYTE, 5));

      // Not through the proxy, which is in this process too.
      const { segments, expected } = work;
      const peak = await peakBytes(16 * MEBIBYTE, () => direct.assemble(target, segments, { expected, ...calm() }));

      assert.ok(peak < 32 * MEBIBYTE, `${Math.round(peak / MEBIBYTE)} MiB more were in use`);
      assert.ok((await bucket.bytes(target.key)).equals(work.content));
    });

    it('fails at once when such a stream breaks off, and goes on in the next call', async () => {
      const work = await store(sampleFile(700), sampleFile(12 * MEBIBYTE, 5));
      watch((request) =>
        isRead(request) && rangeBytes(request) > 6 * MEBIBYTE
          ? { kind: 'cut-answer', afterBytes: MEBIBYTE }
          : undefined,
      );
      const startedAt = performance.now();
      await assert.rejects(assemble(work), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });
      // Not only when the request's time is up.
      assert.ok(performance.now() - startedAt < 30_000);

      const seen = watch();
      await assemble(work);

      assert.equal(seen.readBytes, 7 * MEBIBYTE + 705);
      assert.ok((await bucket.bytes(target.key)).equals(work.content));
    });

    it('stops at once when it is aborted, and leaves what abort removes', async () => {
      const work = await store(sampleFile(6 * MEBIBYTE), sampleFile(7 * MEBIBYTE));
      const reason = new Error('the Lambda is about to end');
      const controller = new AbortController();
      watch((request) => {
        if (!isCopy(request)) return undefined;
        controller.abort(reason);
        return { kind: 'delay', ms: 60_000 };
      });

      await assert.rejects(assemble(work, { signal: controller.signal }), (error) => error === reason);

      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
      assert.deepEqual(await bucket.openUploads(), [target.key]);
      await direct.abort(target, calm());
      assert.deepEqual(await bucket.openUploads(), []);
      assert.equal((await bucket.keys()).length, 2, 'the segments are still there');
    });

    it('says which segment is gone', async () => {
      const work = await store(sampleFile(6 * MEBIBYTE), sampleFile(7 * MEBIBYTE));
      const [, second] = work.segments;
      const gone = { ...second, file: { ...second?.file, key: 'nowhere.csv' } } as Segment;

      await assert.rejects(assemble({ ...work, segments: [work.segments[0] as Segment, gone] }), {
        code: 'EXPORT_SINK_CONFLICT',
        message: 'Segment 2 is gone, or is not the file that it was.',
        details: { operation: 'UploadPartCopy', s3Error: 'NoSuchKey', httpStatus: 404 },
      });
    });
  });
});

interface Traffic {
  copies: number;
  readBytes: number;
  sentBytes: number;
  completes: number;
}

function rangeBytes({ headers }: FaultRequest): number {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(headers['range'])) ?? [];
  return Number(last) - Number(first) + 1;
}
