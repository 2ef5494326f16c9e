import {
  createExportEngine,
  type ExportEngine,
  type ExportStatus,
  type MemoryQuery,
  type MemoryStore,
  memorySink,
  memoryStore,
} from '@export-engine/core';
import type { ExportWatcherOptions } from '../../src/client/index.ts';
import {
  connectionRegistry,
  type PushMessages,
  type PushTickets,
  pushMessages,
  pushTickets,
  webSocketNotifier,
} from '../../src/index.ts';
import { type WebSocketHub, webSocketHub } from '../../src/ws/index.ts';
import { heldSource } from './held-source.ts';
import { type PushServer, startServerFor } from './push-server.ts';

const owner = 'ada';

/** A real engine with a real hub, which can die and come back on the same port while the store stays. */
export interface PushWorld {
  readonly engine: ExportEngine<MemoryQuery>;
  readonly tickets: PushTickets;
  readonly store: MemoryStore;
  readonly hub: WebSocketHub;
  /** Starts an export that waits until it is let go. */
  start(): Promise<string>;
  /** Lets every export go on to its end. */
  release(): void;
  /** Listens again after `kill`. */
  revive(): Promise<void>;
  /** The process of the hub dies: every socket is cut, nothing is said, the registry keeps its entries. */
  kill(): Promise<void>;
  /** Cuts every socket; the hub goes on. */
  cutSockets(): void;
  stop(): Promise<void>;
  readonly watcherOptions: Pick<ExportWatcherOptions<ExportStatus>, 'webSocketUrl' | 'fetchStatus' | 'getTicket'>;
}

export async function startPushWorld(): Promise<PushWorld> {
  const released = Promise.withResolvers<void>();
  const store = memoryStore();
  const connections = connectionRegistry({ store });
  let hub: WebSocketHub = webSocketHub();
  let server: PushServer = await startServerFor(hub);
  const transport: Pick<WebSocketHub, 'send'> = { send: (...call) => hub.send(...call) };
  const engine = createExportEngine({
    source: heldSource(() => released.promise),
    sink: memorySink(),
    notifiers: [webSocketNotifier({ connections, transport })],
    store,
  });
  const tickets = pushTickets({ engine, store, secret: 'a secret of thirty-two characters' });
  const messages: PushMessages = pushMessages({ engine, tickets, connections, transport });
  hub.serve(messages);

  return {
    engine,
    tickets,
    store,
    get hub() {
      return hub;
    },
    async start() {
      const notify = [{ notifier: 'push', recipient: null }];
      return (await engine.start({ owner, query: {}, notify })).id;
    },
    release: () => released.resolve(),
    async kill() {
      await server.kill();
      hub = webSocketHub();
    },
    async revive() {
      hub.serve(messages);
      server = await startServerFor(hub, '/push', server.port);
    },
    cutSockets: () => server.cutSockets(),
    async stop() {
      released.resolve();
      await server.stop();
    },
    watcherOptions: {
      webSocketUrl: server.url,
      fetchStatus: (id, { signal }) => engine.status(id, { owner, signal }),
      getTicket: (id, { signal }) => tickets.issue(id, { owner, signal }),
    },
  };
}
