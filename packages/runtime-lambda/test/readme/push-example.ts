import { SFNClient } from '@aws-sdk/client-sfn';
import type { ExportEngine, Store } from '@export-engine/core';
import type { ExportApiTickets } from '@export-engine/http-api';
import {
  type ConnectionTransport,
  connectionRegistry,
  pushMessages,
  pushTickets,
} from '@export-engine/notifier-websocket';
import { clientWaits, type WebSocketHandler, webSocketHandler } from '@export-engine/runtime-lambda';

/** The function behind the websocket API, and the tickets for the HTTP API. */
export function push(engine: ExportEngine, store: Store, transport: ConnectionTransport, secret: string): Push {
  const connections = connectionRegistry({ store });
  const tickets = pushTickets({ engine, store, secret });
  const waits = clientWaits({ store, client: new SFNClient({}) });
  // Whoever has come to wait for an export is who its execution waits for.
  const messages = pushMessages({ engine, tickets, connections, transport, onSubscribed: waits.arrived });
  return {
    socketFunction: webSocketHandler({ messages, onError: console.error }),
    tickets: {
      async issue(exportId, options) {
        const ticket = await tickets.issue(exportId, options);
        // Whoever asks for a ticket is about to connect.
        await waits.alive(exportId, options).catch(console.error);
        return ticket;
      },
    },
  };
}

interface Push {
  readonly socketFunction: WebSocketHandler;
  readonly tickets: ExportApiTickets;
}
