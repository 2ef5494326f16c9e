import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * A port on 127.0.0.1 that is free at this moment: the wanted one, or any. Addresses in links have to be known before the
 * server is made.
 */
export async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? fail();
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    await once(server.listen({ host: '127.0.0.1', port }), 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}

function fail(): never {
  throw new Error('There is no free port on 127.0.0.1.');
}
