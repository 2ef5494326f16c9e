import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { HeadObjectCommand, PutObjectCommand, type S3ClientConfig } from '@aws-sdk/client-s3';
import { crc32, ExportEngineError } from '@export-engine/core';
import { type FaultProxy, type FaultRule, startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { type UploadStreamOptions, uploadStream } from '../../src/upload-stream.ts';
import { MEBIBYTE } from './support/sample.ts';
import { createTestBucket, s3Client, type TestBucket } from './support/test-bucket.ts';

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let proxy: FaultProxy;

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    proxy = await startFaultProxy({ target: server.endpoint });
  });
  afterEach(async () => {
    await proxy.close();
    await bucket.remove();
  });

  function optionsOf(change: Partial<UploadStreamOptions> = {}): UploadStreamOptions {
    const { signal } = new AbortController();
    return {
      client: bucket.client,
      bucket: bucket.name,
      key: 'a/report.csv',
      mediaType: 'text/csv',
      signal,
      ...change,
    };
  }

  /** Options with a client behind the proxy, which follows the rule. */
  function faulty(rule: FaultRule, config: S3ClientConfig = {}): UploadStreamOptions {
    proxy.setRule(rule);
    const client = s3Client(server, { endpoint: proxy.url, maxAttempts: 1, ...config });
    return optionsOf({ client, partBytes: 5 * MEBIBYTE });
  }

  async function assertNothingLeft(): Promise<void> {
    assert.deepEqual(await bucket.openUploads(), []);
    assert.deepEqual(await bucket.keys(), []);
  }

  it('stores streams of any length as they are', async () => {
    for (const [index, length] of [0, 1, 5 * MEBIBYTE, 12 * MEBIBYTE + 7].entries()) {
      const content = randomBytes(length);
      const key = `streams/${index}.csv`;
      const source = Readable.from(chunks(content, 300_001));

      const file = await uploadStream(source, optionsOf({ key, partBytes: 5 * MEBIBYTE }));

      assert.equal(file.bytes, length);
      assert.equal(file.crc32, crc32(content));
      assert.deepEqual(await bucket.bytes(key), content);
    }
    assert.deepEqual(await bucket.openUploads(), []);
  });

  it('keeps type and name of the file', async () => {
    await uploadStream(chunks(Buffer.from('x'), 1), optionsOf({ key: 'b/Übersicht.csv', keyPrefix: 'team/' }));

    const head = await bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: 'team/b/Übersicht.csv' }));
    assert.equal(head.ContentType, 'text/csv');
    assert.match(head.ContentDisposition ?? '', /filename\*=UTF-8''%C3%9Cbersicht.csv$/);
  });

  it('never replaces a file, and leaves that one alone', async () => {
    await bucket.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'a/report.csv', Body: 'theirs' }));

    for (const length of [10, 11 * MEBIBYTE]) {
      const upload = uploadStream(chunks(randomBytes(length), MEBIBYTE), optionsOf({ partBytes: 5 * MEBIBYTE }));
      await assert.rejects(upload, { code: 'EXPORT_SINK_CONFLICT' });
    }

    assert.equal((await bucket.bytes('a/report.csv')).toString(), 'theirs');
    assert.deepEqual(await bucket.openUploads(), []);
  });

  describe('leaves nothing behind', () => {
    it('when the source fails, and rejects with its error', async () => {
      const broken = new Error('the source broke');
      for (const length of [100, 12 * MEBIBYTE]) {
        async function* failing(): AsyncGenerator<Uint8Array> {
          yield* chunks(randomBytes(length), MEBIBYTE);
          throw broken;
        }

        await assert.rejects(
          uploadStream(failing(), optionsOf({ partBytes: 5 * MEBIBYTE })),
          (error) => error === broken,
        );
        await assertNothingLeft();
      }
    });

    it('when it is aborted, also while the source hangs, and rejects with the reason', async () => {
      const reason = new Error('not wanted any more');
      const controller = new AbortController();
      const source = new PassThrough();
      source.write(randomBytes(12 * MEBIBYTE));
      const upload = uploadStream(source, optionsOf({ signal: controller.signal, partBytes: 5 * MEBIBYTE }));
      while ((await bucket.openUploads()).length === 0) await delay(10);

      controller.abort(reason);

      await assert.rejects(upload, (error) => error === reason);
      assert.equal(source.destroyed, true);
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
      await assertNothingLeft();
    });

    it('when it is aborted while parts are on their way', async () => {
      const reason = new Error('not wanted any more');
      const controller = new AbortController();
      let parts = 0;
      const options = faulty(({ url }) => {
        if (!url.includes('partNumber=')) return undefined;
        parts += 1;
        if (parts === 2) setTimeout(() => controller.abort(reason), 20);
        return { kind: 'delay', ms: parts === 1 ? 0 : 300 };
      });

      const upload = uploadStream(chunks(randomBytes(20 * MEBIBYTE), MEBIBYTE), {
        ...options,
        signal: controller.signal,
      });

      await assert.rejects(upload, (error) => error === reason);
      await assertNothingLeft();
      options.client.destroy();
    });

    it('when it is aborted after S3 began the upload or stored the file, and before the answer came', async () => {
      for (const length of [100, 12 * MEBIBYTE]) {
        const reason = new Error('not wanted any more');
        const controller = new AbortController();
        const client = s3Client(server);
        client.middlewareStack.add(
          (next) => async (args) => {
            const answer = await next(args);
            if (!controller.signal.aborted) {
              controller.abort(reason);
              await delay(200);
            }
            return answer;
          },
          { step: 'finalizeRequest' },
        );
        const options = optionsOf({ client, signal: controller.signal, partBytes: 5 * MEBIBYTE });

        await assert.rejects(uploadStream(chunks(randomBytes(length), MEBIBYTE), options), (error) => error === reason);

        await delay(300);
        await assertNothingLeft();
        client.destroy();
      }
    });

    it('when S3 fails for good, without reading the rest of the source', async () => {
      let read = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        for (;;) {
          read += 1;
          yield Buffer.alloc(MEBIBYTE, 'x');
        }
      }
      const options = faulty(({ url }) =>
        url.includes('partNumber=2&') ? { kind: 'respond', status: 503 } : undefined,
      );

      await assert.rejects(uploadStream(endless(), options), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });

      assert.ok(read < 100, `${read} MiB were read`);
      await assertNothingLeft();
      options.client.destroy();
    });
  });

  it('tells the refusal, with the refused clean-up beside it', async () => {
    const options = faulty(() => ({ kind: 'respond', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }));

    const failure: unknown = await uploadStream(chunks(Buffer.from('x'), 1), options).catch((error: unknown) => error);

    assert.ok(ExportEngineError.isInstance(failure));
    assert.equal(failure.code, 'EXPORT_SINK_REJECTED');
    assert.ok(failure.cause instanceof AggregateError);
    options.client.destroy();
  });

  it('settles a lost answer by looking at the object', async () => {
    for (const [index, length] of [100, 11 * MEBIBYTE].entries()) {
      let lost = 0;
      const options = faulty(({ method, url }) => {
        const isLast = length === 100 ? method === 'PUT' : method === 'POST' && url.includes('uploadId=');
        if (!isLast || lost > 0) return undefined;
        lost += 1;
        return { kind: 'lose-answer' };
      });

      const file = await uploadStream(chunks(randomBytes(length), MEBIBYTE), { ...options, key: `lost/${index}` });

      assert.equal(lost, 1);
      assert.equal(file.bytes, length);
      options.client.destroy();
    }
    assert.deepEqual(await bucket.openUploads(), []);
  });

  it('refuses chunks that are not bytes', async () => {
    const source = Readable.from(['text'], { objectMode: true });

    await assert.rejects(uploadStream(source as AsyncIterable<Uint8Array>, optionsOf()), TypeError);
    await assertNothingLeft();
  });
});

async function* chunks(content: Buffer, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.byteLength; start += chunkBytes)
    yield content.subarray(start, start + chunkBytes);
}
