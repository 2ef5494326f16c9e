import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { type StubAnswer, stubClient } from '../../test/support/stub-client.ts';
import { AnswerTooLargeError, createPageBuffer } from './page-buffer.ts';
import { type Answer, sendRequest } from './send-request.ts';
import { TryAgain } from './try-again.ts';

const request = { method: 'POST', path: '/_search', body: '{}' };

function send(
  answer: StubAnswer | (() => never),
  options: { readonly timeoutMs?: number; readonly maxBytes?: number; readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  const client = stubClient(() => (typeof answer === 'function' ? answer() : answer));
  const { timeoutMs = 5000, maxBytes = 1_000_000, signal = new AbortController().signal } = options;
  return sendRequest(client, request, {
    owner: 'Elasticsearch',
    buffer: createPageBuffer(),
    timeoutMs,
    maxBytes,
    signal,
  });
}

const isUnavailable = (error: unknown): boolean =>
  error instanceof TryAgain && error.failure.code === 'EXPORT_SOURCE_UNAVAILABLE';

describe('sendRequest', () => {
  const text = `{"text":"${'é'.repeat(5000)}"}`;

  it('collects the bytes of an answer, untouched', async () => {
    const { status, bytes } = await send({ status: 418, body: text });

    assert.equal(status, 418);
    assert.equal(new TextDecoder().decode(bytes), text);
  });

  it('leaves no listener on the signal', async () => {
    const controller = new AbortController();

    await send({ body: text }, { signal: controller.signal });

    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('asks for plain JSON, one attempt, and a stream', async () => {
    const client = stubClient(() => ({}));
    const { signal } = new AbortController();

    const options = { owner: 'x', buffer: createPageBuffer(), maxBytes: 100, timeoutMs: 5000, signal };
    await sendRequest(client, request, options);
    await sendRequest(client, { method: 'GET', path: '/' }, options);

    const [post, get] = client.requests.map((sent) => sent.options);
    assert.deepEqual(post?.headers, { accept: 'application/json', 'content-type': 'application/json' });
    assert.deepEqual(get?.headers, { accept: 'application/json' });
    assert.deepEqual([post?.asStream, post?.meta, post?.maxRetries], [true, true, 0]);
  });

  it.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
  ])('unpacks an answer that a client asked for with %s', async (encoding, body) => {
    const { bytes } = await send({ headers: { 'content-encoding': encoding }, body });

    assert.equal(new TextDecoder().decode(bytes), text);
  });

  it('takes a broken gzip stream for a failed connection', async () => {
    const body = gzipSync(text).subarray(0, 30);

    await assert.rejects(send({ headers: { 'content-encoding': 'gzip' }, body }), isUnavailable);
  });

  it('refuses an answer that is too large, without reading it to the end', async () => {
    await assert.rejects(send({ body: text }, { maxBytes: 3000 }), AnswerTooLargeError);
  });

  it('takes an answer that breaks off for a failed connection', async () => {
    await assert.rejects(send({ body: text, cutAfterBytes: 2000 }), isUnavailable);
  });

  it('gives up waiting at its own deadline, and suggests a smaller page', async () => {
    await assert.rejects(
      send({ hangs: true }, { timeoutMs: 20 }),
      (error) => isUnavailable(error) && (error as TryAgain).isTooLarge,
    );
  });

  it('rejects with the reason when aborted under way, and leaves no listener', async () => {
    const controller = new AbortController();
    const pending = send({ hangs: true }, { signal: controller.signal });
    const reason = { any: 'value' };

    setImmediate(() => controller.abort(reason));

    await assert.rejects(pending, (error) => error === reason);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('sends nothing when already aborted', async () => {
    const client = stubClient(() => ({}));
    const signal = AbortSignal.abort(new Error('early'));

    const options = { owner: 'x', buffer: createPageBuffer(), maxBytes: 100, timeoutMs: 5000, signal };
    await assert.rejects(sendRequest(client, request, options), /early/);

    assert.equal(client.requests.length, 0);
  });

  it.each(['ConfigurationError', 'ProductNotSupportedError'])(
    'does not repeat what the client refuses: %s',
    async (name) => {
      const refusal = Object.assign(new Error('http://user:password@host'), { name });

      await assert.rejects(
        send(() => {
          throw refusal;
        }),
        (error) =>
          ExportEngineError.isInstance(error) &&
          error.code === 'EXPORT_SOURCE_REJECTED' &&
          error.cause === refusal &&
          !error.message.includes('password'),
      );
    },
  );

  it.each(['ConnectionError', 'NoLivingConnectionsError', 'CredentialsProviderError'])(
    'lets a %s be tried again',
    async (name) => {
      const failure = Object.assign(new Error('http://user:password@host'), { name });

      await assert.rejects(
        send(() => {
          throw failure;
        }),
        (error) => isUnavailable(error) && !(error as TryAgain).failure.message.includes('password'),
      );
    },
  );

  it('stops a client that ignores the signal by the abort of its promise', async () => {
    let isStopped = false;
    const never = Object.assign(new Promise<never>(() => {}), {
      abort: () => {
        isStopped = true;
      },
    });
    const controller = new AbortController();
    const options = {
      owner: 'x',
      buffer: createPageBuffer(),
      maxBytes: 100,
      timeoutMs: 5000,
      signal: controller.signal,
    };
    const pending = sendRequest({ transport: { request: () => never } }, request, options);

    controller.abort(new Error('stop'));

    await assert.rejects(pending, /stop/);
    assert.equal(isStopped, true);
  });
});

describe('createPageBuffer', () => {
  it('uses its memory again after it was cleared', () => {
    const buffer = createPageBuffer();
    buffer.append(Buffer.from('first'), 100);
    const first = buffer.bytes();

    buffer.clear();
    buffer.append(Buffer.from('other'), 100);

    assert.equal(Buffer.from(buffer.bytes()).toString(), 'other');
    assert.equal(first.buffer, buffer.bytes().buffer);
  });

  it('keeps what it holds when it grows', () => {
    const buffer = createPageBuffer();
    const chunks = Array.from({ length: 50 }, (_, index) => Buffer.alloc(10_000, index));

    for (const chunk of chunks) buffer.append(chunk, 1_000_000);

    assert.deepEqual(Buffer.from(buffer.bytes()), Buffer.concat(chunks));
  });
});
