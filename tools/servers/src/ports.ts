import { createServer } from 'node:net';

/**
 * Below 32768, where Linux begins to give ports to outgoing connections (net.ipv4.ip_local_port_range), and so free to
 * stay free between this check and the server's own bind, also when other tests open many connections.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** `count` different loopback ports on which nothing listens, chosen at random so that parallel runs rarely meet. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
