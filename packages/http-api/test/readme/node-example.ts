import { createServer, type Server } from 'node:http';
import type { ExportApi } from '@export-engine/http-api';
import { getRequestListener } from '@hono/node-server';

export function listen(api: ExportApi, port: number): Server {
  return createServer(getRequestListener(api.fetch)).listen(port, '127.0.0.1');
}
