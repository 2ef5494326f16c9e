import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { webSocketHub } from '@export-engine/notifier-websocket/ws';
import { type WireMessagesOptions, wireMessages } from './wire-messages.ts';

/** The websocket of the wire API. As on AWS it has an address of its own. */
export interface WireSocket {
  /** @returns the address: `ws://127.0.0.1:4581` @throws Error of the system when the port is taken */
  listen(): Promise<string>;
  /** Closes every connection. Idempotent. */
  close(): Promise<void>;
}

export interface WireSocketOptions extends Omit<WireMessagesOptions, 'transport'> {
  /** On 127.0.0.1; 0 for any that is free. */
  readonly port: number;
}

const host = '127.0.0.1';

export function createWireSocket({ port, ...options }: WireSocketOptions): WireSocket {
  const hub = webSocketHub({ path: '/' });
  hub.serve(wireMessages({ ...options, transport: hub }));
  const server = createServer((_, answer) => answer.writeHead(426, { upgrade: 'websocket' }).end());
  server.on('upgrade', (request, socket, head) => {
    if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
  });

  return {
    async listen() {
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
