import assert from 'node:assert/strict';
import { CreateMultipartUploadCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import type { Sink } from '@export-engine/core';
import { startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { s3Sink } from '../../src/index.ts';
import { calm, sampleFile, samplePart, sampleTarget, writeAll } from './support/sample.ts';
import { createTestBucket, s3Client, type TestBucket } from './support/test-bucket.ts';

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let sink: Sink;

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    sink = s3Sink({ client: bucket.client, bucket: bucket.name });
  });
  afterEach(() => bucket.remove());

  describe('abort', () => {
    it('removes the upload with its parts, again without complaint, and uploads that nobody recorded', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      await sink.writePart(upload, samplePart(1, Buffer.from('x')), calm());
      await bucket.client.send(new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: target.key }));

      await sink.abort(target, { upload, ...calm() });
      await sink.abort(target, { upload, ...calm() });

      assert.deepEqual(await bucket.openUploads(), []);
    });

    it('finds uploads without being told of them, and no others', async () => {
      const target = sampleTarget({ key: 'exports/b' });
      for (const Key of ['exports/a', 'exports/b', 'exports/b', 'exports/b.csv']) {
        await bucket.client.send(new CreateMultipartUploadCommand({ Bucket: bucket.name, Key }));
      }

      await sink.abort(target, calm());

      assert.deepEqual(await bucket.openUploads(), ['exports/a', 'exports/b.csv']);
    });

    it('leaves a finished file where it is', async () => {
      const target = sampleTarget();
      await sink.put(target, samplePart(1, Buffer.from('x')), calm());

      await sink.abort(target, calm());

      assert.deepEqual(await bucket.keys(), [target.key]);
    });

    it('repeats the abort until S3 confirms it, for a part that arrived late keeps an upload alive', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      await sink.writePart(upload, samplePart(1, Buffer.from('x')), calm());
      const proxy = await startFaultProxy({ target: server.endpoint });
      // The first two aborts are answered well and do nothing.
      let aborts = 0;
      proxy.setRule(({ method }) => {
        if (method !== 'DELETE') return undefined;
        aborts += 1;
        return aborts <= 2 ? { kind: 'respond', status: 204 } : undefined;
      });
      const client = s3Client(server, { endpoint: proxy.url });

      try {
        await s3Sink({ client, bucket: bucket.name }).abort(target, { upload, ...calm() });

        assert.equal(aborts, 3);
        assert.deepEqual(await bucket.openUploads(), []);
      } finally {
        client.destroy();
        await proxy.close();
      }
    });

    it('does not say that it is done when S3 never confirms it', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      const proxy = await startFaultProxy({ target: server.endpoint });
      proxy.setRule(({ method }) => (method === 'DELETE' ? { kind: 'respond', status: 204 } : undefined));
      const client = s3Client(server, { endpoint: proxy.url });

      try {
        const abort = s3Sink({ client, bucket: bucket.name }).abort(target, { upload, ...calm() });

        await assert.rejects(abort, { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });
      } finally {
        client.destroy();
        await proxy.close();
      }
    });
  });

  describe('remove', () => {
    it('removes the finished file, and is fine without one', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      const file = sampleFile(10);
      await sink.complete(upload, await writeAll(sink, upload, file), { expected: file.expected, ...calm() });

      await sink.remove(target, calm());
      await sink.remove(target, calm());

      assert.deepEqual(await bucket.keys(), []);
    });

    it("leaves somebody else's file where it is", async () => {
      const target = sampleTarget();
      await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: target.key, Body: 'theirs' }));

      await sink.remove(target, calm());

      assert.deepEqual(await bucket.keys(), [target.key]);
    });

    it('leaves open uploads where they are', async () => {
      const target = sampleTarget();
      const { UploadId } = await bucket.client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: target.key }),
      );
      await bucket.client.send(
        new UploadPartCommand({ Bucket: bucket.name, Key: target.key, UploadId, PartNumber: 1, Body: 'x' }),
      );

      await sink.remove(target, calm());

      assert.deepEqual(await bucket.openUploads(), [target.key]);
    });
  });
});
