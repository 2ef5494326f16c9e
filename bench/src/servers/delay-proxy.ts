import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy in front of a server that is far away. */
export interface DelayProxy {
  /** Address to use instead of the server's. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Delivers every byte `delayMs` later than it came, in either direction, in order and without a limit on the bandwidth.
 * Opening a connection is not delayed.
 */
export async function startDelayProxy(target: string, delayMs: number): Promise<DelayProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: true });
    forwardLater(near, far, delayMs);
    forwardLater(far, near, delayMs);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What is still under way: bytes, or `null` for the end. */
type Underway = { readonly dueAt: number; readonly chunk: Buffer | null };

function forwardLater(from: Socket, to: Socket, delayMs: number): void {
  const queue: Underway[] = [];
  let timer: NodeJS.Timeout | undefined;

  function deliver(): void {
    timer = undefined;
    for (let next = queue[0]; next !== undefined && next.dueAt <= performance.now(); next = queue[0]) {
      queue.shift();
      if (next.chunk === null) to.end();
      else to.write(next.chunk);
    }
    const [next] = queue;
    if (next !== undefined) timer = setTimeout(deliver, Math.max(1, next.dueAt - performance.now()));
  }

  function send(chunk: Buffer | null): void {
    queue.push({ dueAt: performance.now() + delayMs, chunk });
    timer ??= setTimeout(deliver, delayMs);
  }

  from.on('data', send);
  from.once('end', () => send(null));
  from.once('error', () => to.destroy());
  to.once('close', () => clearTimeout(timer));
}
