import type { Server } from 'node:http';
import { createExportEngine, type ExportEngine, type ExportEngineOptions, memoryStore } from '@export-engine/core';
import {
  connectionRegistry,
  type PushTickets,
  pushMessages,
  pushTickets,
  webSocketNotifier,
} from '@export-engine/notifier-websocket';
import { type WebSocketHub, webSocketHub } from '@export-engine/notifier-websocket/ws';

/** Push beside an HTTP server, for an engine of these options. */
export function servePush(server: Server, options: ExportEngineOptions, secret: string): Push {
  const hub = webSocketHub({ path: '/push' });
  // Connections live and die with this process, and so does the knowledge of who waits for what.
  const connections = connectionRegistry({ store: memoryStore() });
  const notifiers = [...(options.notifiers ?? []), webSocketNotifier({ connections, transport: hub })];
  const engine = createExportEngine({ ...options, notifiers });
  const tickets = pushTickets({ engine, store: options.store, secret });
  hub.serve(pushMessages({ engine, tickets, connections, transport: hub, onError: console.error }));
  server.on('upgrade', (request, socket, head) => {
    if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return { engine, tickets, hub };
}

interface Push {
  readonly engine: ExportEngine;
  readonly tickets: PushTickets;
  readonly hub: WebSocketHub;
}
