import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, and which of them are in use. */
export interface OpenConnections {
  /** Closes the idle ones now, and the others as soon as their answer is sent. Websockets are not touched. */
  drain(): void;
  /** Cuts all of them. */
  destroy(): void;
}

/**
 * Node's own `closeIdleConnections` spares connections that have not sent anything yet, which browsers open ahead of need,
 * and those whose answer ends later are kept alive: either would hold up the end of the process.
 */
export function trackConnections(server: Server): OpenConnections {
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  let isDraining = false;

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      busy.delete(socket);
    });
  });
  server.on('request', ({ socket }, outgoing) => {
    busy.add(socket);
    if (isDraining) outgoing.setHeader('connection', 'close');
    outgoing.once('close', () => {
      busy.delete(socket);
      if (isDraining) socket.destroySoon();
    });
  });
  server.on('upgrade', ({ socket }) => busy.add(socket));

  return {
    drain() {
      isDraining = true;
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
    },
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
