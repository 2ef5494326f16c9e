import {
  checkOptions,
  custom,
  type ExportEngine,
  type ExportEvent,
  type ExportStatus,
  type JsonValue,
  memoryStore,
  type Notifier,
  optional,
  type Store,
} from '@export-engine/core';
import {
  connectionRegistry,
  type PushTickets,
  pushMessages,
  pushTickets,
  webSocketNotifier,
} from '@export-engine/notifier-websocket';
import { type WebSocketHub, webSocketHub } from '@export-engine/notifier-websocket/ws';
import { createPushRelay, type PushRelay } from './push-relay.ts';

/** Websockets on the server's own port. */
export interface ExportServerPushOptions {
  /** Signs the tickets, 32 characters or more. Of a list, the first signs and all verify. */
  readonly secret: string | readonly string[];
  /** @default '/push' */
  readonly path?: string | undefined;
  /** Origins whose pages may connect: `https://app.example`. @default any, as a ticket is needed anyhow */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** Push, in the order in which its pieces can be made: the notifier before the engine, the rest after it. */
export interface ServerPush {
  /** For requests that say `{ notifier: 'push', recipient: null }`. */
  readonly notifier: Notifier;
  readonly hub: WebSocketHub;
  /** Begins to answer connections. Once. @returns what makes tickets */
  serve<Query extends JsonValue>(
    engine: ExportEngine<Query>,
    more: { readonly fileUrl: (exportId: string) => string; readonly onError: (error: unknown) => void },
  ): PushTickets;
  /** Removes what has expired. */
  sweep(signal: AbortSignal): Promise<void>;
  /** Closes every connection with 1001; at the abort of the signal they are cut. Idempotent. */
  close(signal: AbortSignal): Promise<void>;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function createServerPush(options: ExportServerPushOptions, store: Store): ServerPush {
  checkOptions<ExportServerPushOptions>('createExportServer(): push', options, {
    secret: custom('a secret, or a list of them', (value) => typeof value === 'string' || Array.isArray(value)),
    path: optional(custom('a path', (value) => typeof value === 'string')),
    allowedOrigins: optional(custom('a list of origins', Array.isArray)),
  });
  const { secret, ...hubOptions } = options;
  const hub = webSocketHub(hubOptions);
  // Connections live and die with this process, so who waits for what does too.
  const connections = connectionRegistry({ store: memoryStore() });
  const notifier = webSocketNotifier({ connections, transport: hub });
  let tickets: PushTickets | undefined;
  let relay: PushRelay | undefined;

  return {
    notifier,
    hub,
    serve(engine, { fileUrl, onError }) {
      tickets = pushTickets({ engine: engine as Pick<ExportEngine, 'status'>, secret, store });
      const tell = (ended: ExportStatus, signal: AbortSignal) =>
        notifier.notify(eventOf(ended, fileUrl(ended.id)), { signal });
      relay = createPushRelay({ engine, tickets, connections, tell, onError });
      hub.serve(
        pushMessages({
          engine,
          tickets: relay.tickets,
          connections: relay.connections,
          transport: hub,
          fileUrl,
          onError,
        }),
      );
      return tickets;
    },
    async sweep(signal) {
      await tickets?.sweep({ signal });
      await connections.sweep({ signal });
    },
    async close(signal) {
      await Promise.all([hub.close({ signal }), relay?.close()]);
    },
  };
}

/** The ending as a notifier is told it. */
function eventOf(status: ExportStatus, fileUrl: string): ExportEvent {
  const { id, owner, state, fileName, label, progress, failure, endedAt, createdAt } = status;
  return {
    type: state === 'completed' || state === 'failed' ? state : 'cancelled',
    exportId: id,
    owner,
    recipient: null,
    fileName,
    label: label ?? undefined,
    rows: progress.rows,
    bytes: progress.bytes,
    fileUrl,
    failure: failure ?? undefined,
    endedAt: endedAt ?? createdAt,
  };
}
