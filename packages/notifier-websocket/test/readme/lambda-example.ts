import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import type { ExportEngine, Store } from '@export-engine/core';
import { connectionRegistry, pushMessages, pushTickets } from '@export-engine/notifier-websocket';
import { apiGatewayTransport } from '@export-engine/notifier-websocket/api-gateway';

/** The part of API Gateway's event that is used. */
interface SocketEvent {
  readonly requestContext: { readonly connectionId: string; readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT' };
  readonly body?: string;
}

/** The function behind the routes `$default` and `$disconnect`. */
export function socketHandler(engine: ExportEngine, store: Store, endpoint: string, secret: string): SocketHandler {
  const transport = apiGatewayTransport({ client: new ApiGatewayManagementApiClient({ endpoint }) });
  const connections = connectionRegistry({ store });
  const tickets = pushTickets({ engine, store, secret });
  const messages = pushMessages({ engine, tickets, connections, transport, onError: console.error });

  return async ({ requestContext, body = '' }) => {
    const { connectionId, eventType } = requestContext;
    const signal = AbortSignal.timeout(25_000);
    if (eventType === 'MESSAGE') await messages.onMessage(connectionId, body, { signal });
    if (eventType === 'DISCONNECT') await messages.onDisconnect(connectionId, { signal });
    return { statusCode: 200 };
  };
}

type SocketHandler = (event: SocketEvent) => Promise<{ readonly statusCode: number }>;
