import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { PartReceipt, Sink, Upload } from '@export-engine/core';
import { type FaultProxy, type FaultRequest, startFaultProxy } from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { type S3Sink, type S3SinkOptions, s3Sink } from '../../src/index.ts';
import { calm, MEBIBYTE, sampleFile, samplePart, sampleTarget, writeAll } from './support/sample.ts';
import { createTestBucket, s3Client, type TestBucket } from './support/test-bucket.ts';

const isComplete = ({ method, url }: FaultRequest): boolean => method === 'POST' && url.includes('uploadId=');
const isPut = ({ method }: FaultRequest): boolean => method === 'PUT';

describeWithServer('s3', (server) => {
  let bucket: TestBucket;
  let proxy: FaultProxy;
  let clients: S3Client[];

  beforeEach(async () => {
    bucket = await createTestBucket(server);
    proxy = await startFaultProxy({ target: server.endpoint });
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await proxy.close();
    await bucket.remove();
  });

  /** A sink behind the proxy whose client does not repeat anything by itself, unless told. */
  function faultySink(options: Partial<S3SinkOptions> = {}, config: S3ClientConfig = {}): S3Sink {
    const client = s3Client(server, { endpoint: proxy.url, maxAttempts: 1, ...config });
    clients.push(client);
    return s3Sink({ client, bucket: bucket.name, ...options });
  }

  async function uploaded(sink: Sink): Promise<{
    upload: Upload;
    receipts: readonly PartReceipt[];
    file: ReturnType<typeof sampleFile>;
  }> {
    const upload = await sink.begin(sampleTarget(), calm());
    const file = sampleFile(5 * MEBIBYTE, 11);
    return { upload, file, receipts: await writeAll(sink, upload, file) };
  }

  describe('a lost answer', () => {
    it('of complete is settled by looking at the object', async () => {
      const sink = faultySink();
      const { upload, receipts, file } = await uploaded(sink);
      proxy.setRule((request) => (isComplete(request) ? { kind: 'lose-answer' } : undefined));

      const stored = await sink.complete(upload, receipts, { expected: file.expected, ...calm() });

      assert.equal(stored.crc32, file.expected.crc32);
      assert.deepEqual(await bucket.bytes(upload.target.key), file.content);
    });

    it('of complete is settled when the client itself repeats the request', async () => {
      const sink = faultySink({}, { maxAttempts: 3 });
      const { upload, receipts, file } = await uploaded(sink);
      let completes = 0;
      proxy.setRule((request) => {
        if (!isComplete(request)) return undefined;
        completes += 1;
        return completes === 1 ? { kind: 'lose-answer' } : undefined;
      });

      const stored = await sink.complete(upload, receipts, { expected: file.expected, ...calm() });

      assert.equal(completes, 2);
      assert.equal(stored.bytes, file.content.byteLength);
    });

    it('of put is settled by looking at the object, whoever repeats the request', async () => {
      for (const maxAttempts of [1, 3]) {
        const sink = faultySink({}, { maxAttempts });
        const target = sampleTarget();
        let puts = 0;
        proxy.setRule((request) => {
          if (!isPut(request)) return undefined;
          puts += 1;
          return puts === 1 ? { kind: 'lose-answer' } : undefined;
        });

        const stored = await sink.put(target, samplePart(1, Buffer.from('id\n1\n')), calm());

        assert.equal(stored.bytes, 5);
        assert.equal(puts, maxAttempts === 1 ? 1 : 2);
      }
    });

    it('of begin leaves one upload, which the next begin takes up', async () => {
      const sink = faultySink();
      const target = sampleTarget();
      proxy.setRule(({ method }) => (method === 'POST' ? { kind: 'lose-answer' } : undefined));
      await assert.rejects(sink.begin(target, calm()), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });
      proxy.clearRule();

      await sink.begin(target, calm());

      assert.deepEqual(await bucket.openUploads(), [target.key]);
    });
  });

  describe('complete', () => {
    it('fails when S3 answers 200 with an error in its body, as S3 may after it began to join', async () => {
      const sink = faultySink();
      const { upload, receipts, file } = await uploaded(sink);
      const body =
        '<?xml version="1.0" encoding="UTF-8"?>\n\n<Error><Code>InternalError</Code><Message>sorry</Message></Error>';
      proxy.setRule((request) => (isComplete(request) ? { kind: 'respond', status: 200, body } : undefined));

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        code: 'EXPORT_SINK_UNAVAILABLE',
        message: /InternalError/,
      });
      proxy.clearRule();

      const stored = await sink.complete(upload, receipts, { expected: file.expected, ...calm() });
      assert.equal(stored.bytes, file.content.byteLength);
    });

    it('fails when S3 answers well and there is no file', async () => {
      const sink = faultySink();
      const { upload, receipts, file } = await uploaded(sink);
      const body =
        '<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUploadResult><ETag>"x-1"</ETag></CompleteMultipartUploadResult>';
      proxy.setRule((request) => (isComplete(request) ? { kind: 'respond', status: 200, body } : undefined));

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        code: 'EXPORT_SINK_CONFLICT',
      });
    });

    it('can be repeated after a concurrent write (409), which S3 resolves for somebody', async () => {
      const sink = faultySink();
      const { upload, receipts, file } = await uploaded(sink);
      const body = '<Error><Code>ConditionalRequestConflict</Code></Error>';
      proxy.setRule((request) => (isComplete(request) ? { kind: 'respond', status: 409, body } : undefined));

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        code: 'EXPORT_SINK_UNAVAILABLE',
        isRetryable: true,
      });
    });

    it('tells both failures when the look at the object fails too', async () => {
      const sink = faultySink();
      const { upload, receipts, file } = await uploaded(sink);
      proxy.setRule((request) => ({ kind: 'respond', status: isComplete(request) ? 500 : 503 }));

      const failure: Error = await sink.complete(upload, receipts, { expected: file.expected, ...calm() }).then(
        () => assert.fail('It must not succeed.'),
        (error: Error) => error,
      );

      assert.match(failure.message, /CompleteMultipartUpload failed: 500/);
      assert.ok(failure.cause instanceof AggregateError);
      assert.equal(failure.cause.errors.length, 2);
    });
  });

  describe('a failing server', () => {
    it('that is overloaded makes retryable errors, with the wait it asks for', async () => {
      const sink = faultySink();
      const upload = await sink.begin(sampleTarget(), calm());
      const body = '<Error><Code>SlowDown</Code></Error>';
      proxy.setRule(() => ({ kind: 'respond', status: 503, headers: { 'retry-after': '7' }, body }));

      await assert.rejects(sink.writePart(upload, samplePart(1, Buffer.from('x')), calm()), {
        code: 'EXPORT_SINK_UNAVAILABLE',
        isRetryable: true,
        retryAfterMs: 7000,
        details: { operation: 'UploadPart', s3Error: 'SlowDown', httpStatus: 503 },
      });
    });

    it('that resets connections, cuts answers or cuts requests makes retryable errors', async () => {
      const sink = faultySink();
      const upload = await sink.begin(sampleTarget(), calm());
      const part = samplePart(1, Buffer.alloc(3 * MEBIBYTE, 'x'));
      for (const action of [{ kind: 'reset' }, { kind: 'cut-request', afterBytes: 1000 }] as const) {
        proxy.setRule(() => action);
        await assert.rejects(sink.writePart(upload, part, calm()), {
          code: 'EXPORT_SINK_UNAVAILABLE',
          isRetryable: true,
        });
      }
      proxy.setRule(({ url }) => (url.includes('uploads') ? { kind: 'cut-answer', afterBytes: 30 } : undefined));
      await assert.rejects(sink.begin(sampleTarget(), calm()), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });
    });

    it('that cannot be reached makes retryable errors', async () => {
      const sink = faultySink();
      await proxy.close();

      await assert.rejects(sink.begin(sampleTarget(), calm()), { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true });
    });

    it('is left to the retries that the client is configured with', async () => {
      const sink = faultySink({}, { maxAttempts: 4 });
      const upload = await sink.begin(sampleTarget(), calm());
      proxy.setRule(({ count }) => (count <= 3 ? { kind: 'respond', status: 503 } : undefined));

      const receipt = await sink.writePart(upload, samplePart(1, Buffer.from('x')), calm());

      assert.equal(receipt.bytes, 1);
    });
  });

  describe('a refusal', () => {
    it('for lack of rights, or of the bucket, is final', async () => {
      const wrong = faultySink({}, { credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' } });
      await assert.rejects(wrong.begin(sampleTarget(), calm()), { code: 'EXPORT_SINK_REJECTED', isRetryable: false });

      const nowhere = faultySink({ bucket: 'test-no-such-bucket' });
      await assert.rejects(nowhere.put(sampleTarget(), samplePart(1, Buffer.from('x')), calm()), {
        code: 'EXPORT_SINK_REJECTED',
      });
    });
  });

  describe('time', () => {
    it('runs out for a call that S3 does not answer', async () => {
      const sink = faultySink({ requestTimeoutMs: 200 });
      proxy.setRule(() => ({ kind: 'delay', ms: 60_000 }));
      const started = performance.now();

      await assert.rejects(sink.begin(sampleTarget(), calm()), {
        code: 'EXPORT_SINK_UNAVAILABLE',
        message: 'S3 ListMultipartUploads did not answer within 200 ms.',
      });
      assert.ok(performance.now() - started < 2000);
    });

    it('runs out for complete after a limit of its own', async () => {
      const sink = faultySink({ requestTimeoutMs: 5000, completeTimeoutMs: 100 });
      const { upload, receipts, file } = await uploaded(sink);
      proxy.setRule((request) => (isComplete(request) ? { kind: 'delay', ms: 60_000 } : undefined));

      await assert.rejects(sink.complete(upload, receipts, { expected: file.expected, ...calm() }), {
        message: 'S3 CompleteMultipartUpload did not answer within 100 ms.',
      });
    });
  });

  describe('an aborted signal', () => {
    const reason = new Error('the Lambda is about to end');

    it('stops every call at once with its own reason', async () => {
      const sink = faultySink();
      const { upload, receipts, file } = await uploaded(sink);
      const target = sampleTarget();
      const stored = await sink.put(target, samplePart(1, Buffer.from('x')), calm());
      proxy.setRule(() => ({ kind: 'delay', ms: 60_000 }));
      const calls: Record<string, (options: { signal: AbortSignal }) => Promise<unknown>> = {
        begin: (options) => sink.begin(target, options),
        writePart: (options) => sink.writePart(upload, samplePart(3, Buffer.alloc(3 * MEBIBYTE)), options),
        complete: (options) => sink.complete(upload, receipts, { expected: file.expected, ...options }),
        assemble: (options) => sink.assemble(sampleTarget(), [], { expected: { bytes: 0, crc32: 0 }, ...options }),
        put: (options) => sink.put(sampleTarget(), samplePart(1, Buffer.from('x')), options),
        abort: (options) => sink.abort(target, { upload, ...options }),
        remove: (options) => sink.remove(target, options),
        link: (options) => sink.link(stored, { expiresInSeconds: 60, fileName: 'x.csv', ...options }),
      };

      for (const [name, call] of Object.entries(calls)) {
        const controller = new AbortController();
        const started = performance.now();
        setTimeout(() => controller.abort(reason), 50);

        await assert.rejects(call({ signal: controller.signal }), (error) => error === reason, name);

        assert.ok(performance.now() - started < 1500, name);
        assert.equal(getEventListeners(controller.signal, 'abort').length, 0, name);
      }
    });

    it('lets nothing be sent when it was aborted before', async () => {
      const sink = faultySink();
      const before = proxy.requests.length;

      await assert.rejects(
        sink.begin(sampleTarget(), { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );

      assert.equal(proxy.requests.length, before);
    });

    it('collects no listeners over many calls', async () => {
      const sink = faultySink();
      const { signal } = calm();
      const target = sampleTarget();
      for (let call = 0; call < 100; call += 1) await sink.remove(target, { signal });

      assert.equal(getEventListeners(signal, 'abort').length, 0);
    });
  });
});
