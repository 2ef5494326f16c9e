import { Readable } from 'node:stream';
import type { SearchClient, TransportOptions, TransportParams } from '../../src/transport/search-client.ts';

/** How the stub answers one request. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Never answers: waits until the request is aborted. */
  readonly hangs?: boolean;
  /** Breaks the connection after this much of the body. */
  readonly cutAfterBytes?: number;
}

export interface StubClient extends SearchClient {
  readonly requests: readonly (TransportParams & { readonly options: TransportOptions })[];
  /** Requests that were neither answered to the end nor aborted yet. */
  openRequests(): number;
}

/**
 * A client whose server is a function: for answers that a real server gives only in bad hours. `answer` is told the
 * request and its number, from 1; an error it throws is the client's own.
 */
export function stubClient(
  answer: (params: TransportParams, number: number) => StubAnswer | Promise<StubAnswer>,
): StubClient {
  const requests: (TransportParams & { options: TransportOptions })[] = [];
  let open = 0;
  const respond = async (params: TransportParams, options: TransportOptions): Promise<unknown> => {
    const { status = 200, headers = {}, body = {}, hangs, cutAfterBytes } = await answer(params, requests.length);
    if (hangs === true) await aborted(options.signal);
    if (options.signal.aborted) throw abortError();
    const stream = Readable.from(chunks(toBytes(body), cutAfterBytes));
    stream.once('close', () => open--);
    return { statusCode: status, headers: { 'content-type': 'application/json', ...headers }, body: stream };
  };
  return {
    requests,
    openRequests: () => open,
    transport: {
      async request(params, options) {
        requests.push({ ...params, options });
        open++;
        try {
          return await respond(params, options);
        } catch (error) {
          open--;
          throw error;
        }
      },
    },
  };
}

function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

const CHUNK_BYTES = 1000;

async function* chunks(bytes: Uint8Array, cutAfterBytes = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    if (at >= cutAfterBytes) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    await new Promise<void>((resolve) => setImmediate(resolve));
    yield bytes.subarray(at, at + CHUNK_BYTES);
  }
  if (bytes.length >= cutAfterBytes) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(abortError()), { once: true }));
}

function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'RequestAbortedError' });
}
