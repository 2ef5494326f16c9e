import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConnectionTransport, PushMessages } from '@export-engine/notifier-websocket';
import { webSocketHub } from '@export-engine/notifier-websocket/ws';

/** The websocket of the wire API. As on AWS it has an address of its own. */
export interface WireSocket {
  /** To the connections of this socket. */
  readonly transport: ConnectionTransport;
  /** @returns the address: `ws://127.0.0.1:4581` @throws Error of the system when the port is taken */
  listen(messages: PushMessages): Promise<string>;
  /** Closes every connection. Idempotent. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** @param options.port On 127.0.0.1; 0 for any that is free. */
export function createWireSocket({ port }: { readonly port: number }): WireSocket {
  const hub = webSocketHub({ path: '/' });
  const server = createServer((_, answer) => answer.writeHead(426, { upgrade: 'websocket' }).end());
  server.on('upgrade', (request, socket, head) => {
    if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
  });

  return {
    transport: hub,
    async listen(messages) {
      hub.serve(messages);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen({ host, port }, resolve);
      });
      return `ws://${host}:${(server.address() as AddressInfo).port}`;
    },
    async close() {
      await hub.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
