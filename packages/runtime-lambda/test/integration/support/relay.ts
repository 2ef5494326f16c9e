import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server of this process, which another process sends JSON to and gets JSON from. */
export interface Relay {
  readonly url: string;
  close(): Promise<void>;
}

/** @param answer What it rejects with is handed on by name and message. */
export async function openRelay(answer: (sent: never) => Promise<unknown>): Promise<Relay> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const result = await answer(JSON.parse(body) as never).then(
      (value) => ({ value }),
      (error: Error) => ({ error: { name: error.name, message: error.message } }),
    );
    response.end(JSON.stringify(result));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
