import { type ClientRequestArgs, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { SearchClient } from '@export-engine/adapter-elasticsearch';

export interface HttpSearchClientOptions {
  /** `https://search.example:9200`, without a path. */
  readonly url: string;
  /** The header `Authorization` of every request. */
  readonly authorization?: string | undefined;
}

type Exchange = ClientRequestArgs & { readonly body: string | undefined };

/**
 * A search server by Node's own HTTP client. For Lambda functions: bundled, the official client of Elasticsearch alone has
 * 1.1 MB, half of it an HTTP client that Node has already, and most of the rest an API of which nothing is used here.
 */
export function httpSearchClient({ url, authorization }: HttpSearchClientOptions): SearchClient {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const send = isSecure ? httpsRequest : httpRequest;

  /** A connection that the server closed while the function slept is found broken at its next use, once. */
  function exchange(options: Exchange, canRepeat: boolean): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const call = send(options, resolve);
      call.on('error', (error: NodeJS.ErrnoException) => {
        const wasClosed = call.reusedSocket && error.code === 'ECONNRESET' && options.signal?.aborted !== true;
        if (canRepeat && wasClosed) exchange(options, false).then(resolve, reject);
        else reject(error);
      });
      call.end(options.body);
    });
  }

  return {
    transport: {
      async request({ method, path, querystring, body }, { headers, signal }) {
        const query = querystring === undefined ? '' : `?${new URLSearchParams(querystring)}`;
        const answer = await exchange(
          {
            agent,
            hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
            port,
            method,
            path: `${path}${query}`,
            headers: {
              ...headers,
              // Node would not say it of a body that goes with DELETE.
              ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
              ...(authorization === undefined ? {} : { authorization }),
            },
            signal,
            body,
          },
          true,
        );
        return { statusCode: answer.statusCode, headers: answer.headers, body: answer };
      },
    },
  };
}
