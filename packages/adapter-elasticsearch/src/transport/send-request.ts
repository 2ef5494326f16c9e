import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ExportEngineError } from '@export-engine/core';
import { AnswerTooLargeError, type PageBuffer } from './page-buffer.ts';
import type { SearchClient, TransportOptions, TransportParams } from './search-client.ts';
import { TryAgain } from './try-again.ts';

/** One answer, of any status. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body, in the buffer's memory. */
  readonly bytes: Uint8Array;
}

export interface SendOptions {
  /** Collects the body. */
  readonly buffer: PageBuffer;
  /** A larger body is refused. */
  readonly maxBytes: number;
  /** From sending the request to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Whose client it is, for messages. */
  readonly owner: string;
}

/**
 * Sends one request through the client's transport, once, and collects the answer's bytes untouched.
 *
 * The whole exchange has a deadline of its own: the clients time the wait for the headers at most, and some servers
 * hang for ever. Whatever ends it early, the connection is closed, and with it the server ends its search task.
 *
 * @throws The signal's reason; `TryAgain` when no whole answer came; AnswerTooLargeError; ExportEngineError
 * `EXPORT_SOURCE_REJECTED` when the client refuses to send.
 */
export async function sendRequest(
  client: SearchClient,
  params: TransportParams,
  options: SendOptions,
): Promise<Answer> {
  options.signal.throwIfAborted();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(options.signal.reason);
  options.signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => stop.abort(), options.timeoutMs);
  try {
    return await exchange(client, params, options, stop.signal);
  } catch (error) {
    options.signal.throwIfAborted();
    throw toFailure(error, stop.signal.aborted, options);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
  }
}

const CLIENT_TIMEOUT_MARGIN_MS = 5000;

async function exchange(
  client: SearchClient,
  params: TransportParams,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const transportOptions: TransportOptions = {
    asStream: true,
    meta: true,
    // Plain JSON: with the vendored types of its own major version a client is refused by a server of another one.
    headers: {
      accept: 'application/json',
      ...(params.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    // Retries are made here, with back-off; the clients' own come within milliseconds.
    maxRetries: 0,
    // The deadline kept here comes first. A client's own default may be shorter than it, or none.
    requestTimeout: options.timeoutMs + CLIENT_TIMEOUT_MARGIN_MS,
    signal,
  };
  // A copy: clients write into what they are given.
  const response = await untilAborted(client.transport.request({ ...params }, transportOptions), signal);
  options.buffer.clear();
  for await (const chunk of decoded(response, signal)) options.buffer.append(chunk as Uint8Array, options.maxBytes);
  return { status: response.statusCode, headers: response.headers, bytes: options.buffer.bytes() };
}

interface StreamedResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
}

/** Waits for the headers. The OpenSearch client ignores `signal`: it is stopped by the promise's own `abort`. */
function untilAborted(pending: PromiseLike<unknown>, signal: AbortSignal): Promise<StreamedResponse> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      (pending as { readonly abort?: () => void }).abort?.();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    pending.then(
      (response) => {
        signal.removeEventListener('abort', onAbort);
        // A client that could not be stopped in time answers after all.
        if (signal.aborted) (response as StreamedResponse).body.on('error', () => {}).destroy();
        resolve(response as StreamedResponse);
      },
      (error: unknown) => {
        signal.removeEventListener('abort', onAbort);
        reject(error);
      },
    );
  });
}

/** The body as the server wrote it. A client configured for compression gets it compressed. */
function decoded(response: StreamedResponse, signal: AbortSignal): Readable {
  const { body } = response;
  // Destroying the body closes the connection, which is how the server learns that nobody waits any more.
  if (signal.aborted) body.destroy();
  else signal.addEventListener('abort', () => body.destroy(), { once: true });
  const decoder = decoderFor(response.headers['content-encoding']);
  if (decoder === undefined) return body;
  return pipeline(body, decoder, () => {});
}

function decoderFor(encoding: unknown): ReturnType<typeof createGunzip> | undefined {
  switch (encoding) {
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

/** Errors by which a client says that it will not send this request, now or later. */
const REFUSALS = new Set(['ConfigurationError', 'ProductNotSupportedError', 'SerializationError', 'TypeError']);

function toFailure(error: unknown, isTimeout: boolean, { owner, timeoutMs }: SendOptions): unknown {
  if (error instanceof AnswerTooLargeError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  if (isTimeout || name === 'TimeoutError') {
    return new TryAgain(
      new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `${owner} did not answer within ${timeoutMs} ms.`, {
        cause: error,
        details: { timeoutMs },
      }),
      { isTooLarge: true },
    );
  }
  if (REFUSALS.has(name)) {
    return new ExportEngineError('EXPORT_SOURCE_REJECTED', `The client refused to ask ${owner}: ${name}.`, {
      cause: error,
    });
  }
  return new TryAgain(
    new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `The connection to ${owner} failed: ${name}.`, { cause: error }),
  );
}
