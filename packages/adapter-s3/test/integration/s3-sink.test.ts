import assert from 'node:assert/strict';
import {
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { crc32, type Sink } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { s3Sink } from '../../src/index.ts';
import { calm, MEBIBYTE, sampleFile, samplePart, sampleTarget, writeAll } from './support/sample.ts';
import { createTestBucket, type TestBucket } from './support/test-bucket.ts';

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let sink: Sink;

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    sink = s3Sink({ client: bucket.client, bucket: bucket.name });
  });
  afterEach(() => bucket.remove());

  describe('begin', () => {
    it('takes up the upload that a killed worker never recorded, so that none is left open', async () => {
      const target = sampleTarget();
      const unrecorded = await sink.begin(target, calm());

      const upload = await sink.begin(target, calm());

      assert.deepEqual(upload, unrecorded);
      assert.deepEqual(await bucket.openUploads(), [target.key]);
    });

    it('does not touch uploads of keys that only begin with the same letters', async () => {
      const target = sampleTarget();
      const neighbour = await sink.begin(sampleTarget({ key: `${target.key}.gz` }), calm());

      const upload = await sink.begin(target, calm());

      assert.notDeepEqual(upload.state, neighbour.state);
      assert.deepEqual([...(await bucket.openUploads())].sort(), [target.key, `${target.key}.gz`]);
    });

    it('gives an upload that is JSON and nothing else', async () => {
      const upload = await sink.begin(sampleTarget(), calm());

      assert.deepEqual(JSON.parse(JSON.stringify(upload)), upload);
    });
  });

  describe('writePart', () => {
    it('has S3 refuse bytes that do not have the CRC-32 given with them', async () => {
      const upload = await sink.begin(sampleTarget(), calm());
      const part = { ...samplePart(1, Buffer.from('id,name\n')), crc32: 1 };

      await assert.rejects(sink.writePart(upload, part, calm()), {
        code: 'EXPORT_SINK_CONFLICT',
        message: 'The bytes do not have the CRC-32 given with them.',
      });
    });

    it('sends a part without copying its bytes', async () => {
      const upload = await sink.begin(sampleTarget(), calm());
      const part = samplePart(1, Buffer.alloc(64 * MEBIBYTE, 'x'));
      const before = process.memoryUsage().arrayBuffers;
      let highest = 0;
      const sampling = setInterval(() => {
        highest = Math.max(highest, process.memoryUsage().arrayBuffers - before);
      }, 2);

      await sink.writePart(upload, part, calm());
      clearInterval(sampling);

      assert.ok(highest < 16 * MEBIBYTE, `${Math.round(highest / MEBIBYTE)} MiB more were in use`);
    });

    it('is refused once the upload is gone', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      await sink.abort(target, { upload, ...calm() });

      await assert.rejects(sink.writePart(upload, samplePart(1, Buffer.from('x')), calm()), {
        code: 'EXPORT_SINK_CONFLICT',
      });
    });

    it('takes the same number again; the last write counts', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      await sink.writePart(upload, samplePart(1, Buffer.from('an old attempt')), calm());
      const file = sampleFile(100);

      const receipts = await writeAll(sink, upload, file);
      await sink.complete(upload, receipts, { expected: file.expected, ...calm() });

      assert.deepEqual(await bucket.bytes(target.key), file.content);
    });
  });

  describe('complete', () => {
    it('makes the parts one file with its type, name, token and checksum', async () => {
      const target = sampleTarget({ fileName: 'Übersicht 2026 – 売上.csv' });
      const upload = await sink.begin(target, calm());
      const file = sampleFile(5 * MEBIBYTE, 5 * MEBIBYTE + 3, 17);

      const receipts = await writeAll(sink, upload, file);
      const stored = await sink.complete(upload, [...receipts].reverse(), { expected: file.expected, ...calm() });

      assert.deepEqual(await bucket.bytes(target.key), file.content);
      assert.equal(stored.key, target.key);
      assert.equal(stored.bytes, file.content.byteLength);
      assert.equal(stored.crc32, file.expected.crc32);
      const head = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: target.key }));
      assert.equal(head.ContentType, 'text/csv; charset=utf-8');
      assert.match(head.ContentDisposition ?? '', /filename\*=UTF-8''%C3%9Cbersicht%202026%20%E2%80%93%20%E5%A3%B2/);
      assert.deepEqual(head.Metadata, { 'export-token': target.token });
      assert.deepEqual(await bucket.openUploads(), []);
    });

    it('gives the same file when it is repeated, by a sink of another process as well', async () => {
      const upload = await sink.begin(sampleTarget(), calm());
      const file = sampleFile(40);
      const receipts = await writeAll(sink, upload, file);
      const options = { expected: file.expected, ...calm() };
      const stored = await sink.complete(upload, receipts, options);

      const elsewhere = s3Sink({ client: bucket.client, bucket: bucket.name });
      const copy = JSON.parse(JSON.stringify({ upload, receipts })) as {
        upload: typeof upload;
        receipts: typeof receipts;
      };

      assert.deepEqual(await sink.complete(upload, receipts, options), stored);
      assert.deepEqual(await elsewhere.complete(copy.upload, copy.receipts, options), stored);
    });

    it('refuses a part that was overwritten after its receipt', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      const file = sampleFile(40);
      const receipts = await writeAll(sink, upload, file);
      await sink.writePart(upload, sampleFile(40).parts[0] ?? assert.fail(), calm());

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        code: 'EXPORT_SINK_CONFLICT',
      });
      assert.deepEqual(await bucket.keys(), []);
    });

    it('refuses a part that was never written', async () => {
      const upload = await sink.begin(sampleTarget(), calm());
      const bytes = Buffer.from('never sent');
      const receipt = {
        number: 1,
        bytes: bytes.byteLength,
        crc32: crc32(bytes),
        state: { etag: '"0123456789abcdef0123456789abcdef"' },
      };

      await assert.rejects(
        sink.complete(upload, [receipt], { expected: { bytes: bytes.byteLength, crc32: crc32(bytes) }, ...calm() }),
        { code: 'EXPORT_SINK_CONFLICT' },
      );
    });

    it('refuses a part below 5 MiB that is not the last one', async () => {
      const upload = await sink.begin(sampleTarget(), calm());
      const file = sampleFile(1000, 10);
      const receipts = await writeAll(sink, upload, file);

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        code: 'EXPORT_SINK_LIMIT_EXCEEDED',
      });
    });

    it("never replaces somebody else's file, and says so", async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      const file = sampleFile(40);
      const receipts = await writeAll(sink, upload, file);
      await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: target.key, Body: 'theirs' }));

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        code: 'EXPORT_SINK_CONFLICT',
        message: "The key holds somebody else's file.",
      });
      assert.equal((await bucket.bytes(target.key)).toString(), 'theirs');
    });

    it('leaves no second upload open that a worker began at the same moment', async () => {
      const target = sampleTarget();
      const upload = await sink.begin(target, calm());
      const second = await bucket.client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: target.key }),
      );
      const { UploadId } = second;
      await bucket.client.send(
        new UploadPartCommand({ Bucket: bucket.name, Key: target.key, UploadId, PartNumber: 1, Body: 'x' }),
      );
      const file = sampleFile(40);
      const receipts = await writeAll(sink, upload, file);

      await sink.complete(upload, receipts, { expected: file.expected, ...calm() });

      assert.deepEqual(await bucket.openUploads(), []);
    });

    it('accepts the file of a worker that finished the same export by another upload', async () => {
      const target = sampleTarget();
      const file = sampleFile(40);
      const first = await sink.begin(target, calm());
      const receipts = await writeAll(sink, first, file);
      await sink.put(target, { bytes: file.content, crc32: file.expected.crc32 }, calm());

      const stored = await sink.complete(first, receipts, { expected: file.expected, ...calm() });

      assert.equal(stored.bytes, 40);
      assert.deepEqual(await bucket.openUploads(), []);
    });
  });

  describe('put', () => {
    it('stores a small file, and an empty one', async () => {
      for (const text of ['id,name\n1,Ada\n', '']) {
        const target = sampleTarget();
        const bytes = Buffer.from(text);

        const stored = await sink.put(target, { bytes, crc32: crc32(bytes) }, calm());

        assert.equal(stored.bytes, bytes.byteLength);
        assert.deepEqual(await bucket.bytes(target.key), bytes);
        const head = await bucket.client.send(
          new HeadObjectCommand({ Bucket: bucket.name, Key: target.key, ChecksumMode: 'ENABLED' }),
        );
        assert.equal(Buffer.from(head.ChecksumCRC32 ?? '', 'base64').readUInt32BE(), stored.crc32);
        assert.equal(head.ContentEncoding, undefined);
      }
    });

    it('gives the same file when it is repeated', async () => {
      const target = sampleTarget();
      const content = samplePart(1, Buffer.from('id\n1\n'));

      const first = await sink.put(target, content, calm());

      assert.deepEqual(await sink.put(target, content, calm()), first);
    });

    it("never replaces somebody else's file, and says so", async () => {
      const target = sampleTarget();
      await sink.put(target, samplePart(1, Buffer.from('first')), calm());

      const other = sink.put({ ...target, token: 'another-token' }, samplePart(1, Buffer.from('second')), calm());

      await assert.rejects(other, { code: 'EXPORT_SINK_CONFLICT', message: "The key holds somebody else's file." });
      assert.equal((await bucket.bytes(target.key)).toString(), 'first');
    });

    it('refuses other content for its own file', async () => {
      const target = sampleTarget();
      await sink.put(target, samplePart(1, Buffer.from('first')), calm());

      const changed = sink.put(target, samplePart(1, Buffer.from('fixst')), calm());

      await assert.rejects(changed, { code: 'EXPORT_SINK_CONFLICT' });
      assert.equal((await bucket.bytes(target.key)).toString(), 'first');
    });

    it('has S3 refuse bytes that do not have the CRC-32 given with them', async () => {
      const target = sampleTarget();

      await assert.rejects(sink.put(target, { bytes: Buffer.from('abc'), crc32: 1 }, calm()), {
        code: 'EXPORT_SINK_CONFLICT',
      });
      assert.deepEqual(await bucket.keys(), []);
    });
  });

  it('keeps everything below its key prefix', async () => {
    const prefixed = s3Sink({ client: bucket.client, bucket: bucket.name, keyPrefix: 'team-a/files/' });
    const target = sampleTarget({ key: 'deep/er/report.csv' });

    const stored = await prefixed.put(target, samplePart(1, Buffer.from('x')), calm());

    assert.equal(stored.key, 'deep/er/report.csv');
    assert.deepEqual(await bucket.keys(), ['team-a/files/deep/er/report.csv']);
  });

  it('takes keys of any Unicode text', async () => {
    const target = sampleTarget({ key: 'größe/レポート & co+1%.csv' });
    const upload = await sink.begin(target, calm());
    const file = sampleFile(10);

    const stored = await sink.complete(upload, await writeAll(sink, upload, file), {
      expected: file.expected,
      ...calm(),
    });

    assert.deepEqual(await bucket.bytes(target.key), file.content);
    const link = await sink.link(stored, { expiresInSeconds: 60, fileName: 'x.csv', ...calm() });
    assert.equal((await fetch(link.url)).status, 200);
  });
});
