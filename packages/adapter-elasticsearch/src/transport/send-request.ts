import { toFailure } from './connection-failure.ts';
import type { PageBuffer } from './page-buffer.ts';
import type { SearchClient, TransportOptions, TransportParams } from './search-client.ts';
import { awaitResponse, decodedBody } from './streamed-response.ts';

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
  const response = await awaitResponse(client.transport.request({ ...params }, transportOptions), signal);
  options.buffer.clear();
  for await (const chunk of decodedBody(response, signal)) options.buffer.append(chunk as Uint8Array, options.maxBytes);
  return { status: response.statusCode, headers: response.headers, bytes: options.buffer.bytes() };
}
