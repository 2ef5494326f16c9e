import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { PushMessages } from '../../src/push-messages.ts';
import { type WebSocketHub, type WebSocketHubOptions, webSocketHub } from '../../src/ws/index.ts';

export interface PushServer {
  readonly hub: WebSocketHub;
  readonly url: string;
  readonly port: number;
  /** Cuts every socket, as a network does. */
  cutSockets(): void;
  /** Stops listening and cuts every socket; the hub is told of nothing else. */
  kill(): Promise<void>;
  /** Closes the hub, then the server. Idempotent. */
  stop(): Promise<void>;
}

/** A hub on an HTTP server of its own, on a loopback port. */
export function startPushServer(messages?: PushMessages, options: WebSocketHubOptions = {}): Promise<PushServer> {
  const hub = webSocketHub(options);
  if (messages !== undefined) hub.serve(messages);
  return startServerFor(hub, options.path);
}

export async function startServerFor(hub: WebSocketHub, path = '/push', port = 0): Promise<PushServer> {
  const sockets = new Set<Duplex>();
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;

  function cutSockets(): void {
    for (const socket of sockets) socket.destroy();
  }
  async function kill(): Promise<void> {
    cutSockets();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  }
  return {
    hub,
    port: address.port,
    url: `ws://127.0.0.1:${address.port}${path}`,
    cutSockets,
    kill,
    async stop() {
      await hub.close();
      await kill();
    },
  };
}
