import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** What both clients resolve with when asked for a stream. */
export interface StreamedResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readable;
}

/** Waits for the headers. The OpenSearch client ignores `signal`: it is stopped by the promise's own `abort`. */
export function awaitResponse(pending: PromiseLike<unknown>, signal: AbortSignal): Promise<StreamedResponse> {
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
export function decodedBody(response: StreamedResponse, signal: AbortSignal): Readable {
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
