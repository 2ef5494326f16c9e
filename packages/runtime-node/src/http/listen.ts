import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExportEngineError } from '@export-engine/core';

export interface ListenAddress {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/**
 * Listens. @returns the address to reach the server at, without a slash at its end
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming `port` or `host`, when the system refuses them
 */
export async function listen(server: Server, { host, port }: ListenAddress): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      reject(refusal(error, port));
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve();
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host, port });
  });
  return urlOf(server.address() as AddressInfo);
}

/** A server that listens everywhere is reached by the name that every machine has for itself. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://localhost:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}

function refusal(error: NodeJS.ErrnoException, port: number): ExportEngineError {
  const systemCode = error.code ?? 'unknown';
  const [option, reason] = reasonOf(systemCode, port);
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `createExportServer(): ${reason} (${systemCode}).`, {
    cause: error,
    details: { owner: 'createExportServer()', option, systemCode },
  });
}

function reasonOf(systemCode: string, port: number): readonly ['port' | 'host', string] {
  if (systemCode === 'EADDRINUSE') return ['port', `option "port": ${port} is in use`];
  if (systemCode === 'EACCES') return ['port', `option "port": this process may not listen on ${port}`];
  return ['host', 'option "host" must be an address of this machine, or a name of one'];
}
