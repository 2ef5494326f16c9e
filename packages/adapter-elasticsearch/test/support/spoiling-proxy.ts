import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Json } from './search-server.ts';

export interface SpoilingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A proxy in front of a real search server that changes its answers to searches: what a server says in its worst hours,
 * in every detail that this server and its client have. `spoil` is told the answer and its number, from 1.
 */
export async function startSpoilingProxy(
  target: string,
  spoil: (answer: Json, number: number) => Json,
): Promise<SpoilingProxy> {
  let searches = 0;
  const server = createServer((request, response) => {
    const respond = async (): Promise<void> => {
      const { method = 'GET', url = '/' } = request;
      const body = await text(request);
      const answer = await fetch(`${target}${url}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body === '' ? null : body,
      });
      const answered = await answer.text();
      const isSearch = url.startsWith('/_search?') && answer.status === 200;
      if (isSearch) searches++;
      const headers = Object.fromEntries(answer.headers);
      delete headers['content-length'];
      delete headers['content-encoding'];
      delete headers['transfer-encoding'];
      response.writeHead(answer.status, headers);
      response.end(isSearch ? JSON.stringify(spoil(JSON.parse(answered), searches)) : answered);
    };
    respond().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
