import { SFNClient } from '@aws-sdk/client-sfn';
import { type PushMessages, pushMessages, pushTickets } from '@export-engine/notifier-websocket';
import {
  clientWaits,
  type WebSocketHandler,
  type WebSocketHandlerOptions,
  webSocketHandler,
} from '@export-engine/runtime-lambda';
import { secretFor } from '../../api/secrets.ts';
import { createTaskTokens } from '../../api/wire/task-tokens.ts';
import { wireMessages } from '../../api/wire/wire-messages.ts';
import { logError } from '../log-error.ts';
import { createEngine } from '../parts/create-engine.ts';
import { engineParts } from '../parts/engine-parts.ts';
import type { Environment } from '../settings/environment.ts';
import { engineSettings } from '../settings/settings.ts';

/**
 * Behind the websocket API, in both languages: tickets as in `/api/push` of one machine, and `OpenConnection` of the wire
 * API. Its engine tells states and makes links; it reads no posts.
 */
export async function createWebSocketFunction(environment: Environment): Promise<WebSocketHandler> {
  const parts = await engineParts(engineSettings(environment));
  const { secret, store, transport, connections } = parts;
  const engine = createEngine(parts);
  const waits = clientWaits({ store, client: new SFNClient({}) });
  const tickets = pushTickets({ engine, store, secret: secretFor('push ticket', secret) });
  const push = pushMessages({
    engine,
    tickets,
    connections: connections.push,
    transport,
    onSubscribed: waits.arrived,
    onError: logError,
  });
  const wire = wireMessages({
    engine,
    taskTokens: createTaskTokens({ secret: secretFor('task token', secret) }),
    connections: connections.wire,
    transport,
    onOpened: waits.arrived,
    onError: logError,
  });
  return webSocketHandler({ ...inBothLanguages(push, wire), onError: logError });
}

/** A connection speaks whichever it likes, so its end is for both. */
function inBothLanguages(push: PushMessages, wire: PushMessages): Pick<WebSocketHandlerOptions, 'messages' | 'routes'> {
  return {
    messages: {
      onMessage: push.onMessage,
      async onDisconnect(connectionId, options) {
        await Promise.all([push, wire].map((messages) => messages.onDisconnect(connectionId, options)));
      },
    },
    routes: {
      async OpenConnection({ connectionId, body }, options) {
        await wire.onMessage(connectionId, body, options);
        return undefined;
      },
    },
  };
}
