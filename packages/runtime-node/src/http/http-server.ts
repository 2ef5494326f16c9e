import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Deadline } from '../timing/deadline.ts';
import { type ListenAddress, listen } from './listen.ts';
import { trackConnections } from './open-connections.ts';
import { problem } from './problem.ts';
import { createResponseBodies } from './response-bodies.ts';
import { standardRequest } from './standard-request.ts';

/**
 * How long a connection without a request is kept, in milliseconds. Longer than the load balancer in front keeps it (60 s
 * on AWS), or it could send a request on a connection that is just being closed.
 */
const keepAliveMs = 65_000;

export interface HttpServerOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Takes connections that are to become websockets. @returns false for those that are not its own; they are refused */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Told what went wrong with a request or a connection; the client is told nothing of it. */
  readonly onError: (error: unknown) => void;
}

/** Requests and responses of the web standard over `node:http`. */
export interface HttpServer {
  /** @returns the address, without a slash at its end @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
  listen(address: ListenAddress): Promise<string>;
  /**
   * Takes no more connections, ends event streams, and lets other answers end; what is still open at the deadline is cut.
   * Websockets are whoever's took them.
   */
  close(deadline: Deadline): Promise<void>;
}

export function createHttpServer({ fetch, upgrade, onError }: HttpServerOptions): HttpServer {
  const bodies = createResponseBodies();
  const server = createServer({ keepAliveTimeout: keepAliveMs });
  const connections = trackConnections(server);

  async function answer(request: Request, { outgoing }: HttpBindings): Promise<Response> {
    // The one method of HTTP that the web standard forbids.
    if (request.method === 'TRACE') return problem(405, 'Method Not Allowed');
    try {
      return bodies.guard(await fetch(standardRequest(request)), (error) => {
        onError(error);
        outgoing.destroy();
      });
    } catch (error) {
      // When the client has gone, nobody sees the answer, and what its abort made fail is no news.
      if (!request.signal.aborted) onError(error);
      return problem(500, 'Internal Server Error');
    }
  }

  const listener = getRequestListener((request, bindings) => answer(request, bindings as HttpBindings), {
    overrideGlobalObjects: false,
  });
  server.on('request', (incoming, outgoing) => void listener(incoming, outgoing));
  server.on('upgrade', (request, socket, head) => {
    if (!upgrade(request, socket, head)) refuseUpgrade(socket);
  });

  return {
    async listen(address) {
      const url = await listen(server, address);
      // From here on: connections that could not be accepted, for example for want of file descriptors.
      server.on('error', onError);
      return url;
    },
    async close(deadline) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      bodies.endEventStreams();
      connections.drain();
      if (!(await deadline.isMet(closed))) connections.destroy();
      await closed;
    },
  };
}

function refuseUpgrade(socket: Duplex): void {
  // Node has let go of the socket: without a listener, a reset by the client would end the process.
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
