import { type ExportEngineOptions, type JsonValue, memoryStore, type Sink, type Store } from '@export-engine/core';
import { createExportApi } from '@export-engine/http-api';
import { emailNotifier, nodemailerTransport } from '@export-engine/notifier-email';
import { connectionRegistry } from '@export-engine/notifier-websocket';
import { createExportServer, type ExportServer } from '@export-engine/runtime-node';
import type { SearchBackend } from '../search/search-backend.ts';
import { applicationName, exportsPath, keptSeconds } from './application.ts';
import { createRoutes } from './create-routes.ts';
import { exportApiOptions } from './exports/export-api-options.ts';
import { pacedSource } from './exports/paced-source.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import { mailboxRoutes } from './mailbox/mailbox-routes.ts';
import { mailboxTransport } from './mailbox/mailbox-transport.ts';
import type { PageFiles } from './page/page-files.ts';
import { pageRoutes } from './page/page-routes.ts';
import { secretFor } from './secrets.ts';
import { sessionIdentities } from './sessions/session-identities.ts';
import { sessionRoutes } from './sessions/session-routes.ts';
import { createSessions } from './sessions/sessions.ts';
import { localExecutionArnOf } from './wire/execution-arn.ts';
import { exportCalls } from './wire/export-calls.ts';
import { createTaskTokens } from './wire/task-tokens.ts';
import { wireMessages } from './wire/wire-messages.ts';
import { wireNotifier } from './wire/wire-notifier.ts';
import { createWireSocket } from './wire/wire-socket.ts';

/** What differs between one machine and servers; the rest is the same application. */
export interface TwitterCloneOptions<Query extends JsonValue> {
  readonly backend: SearchBackend<Query>;
  readonly sink: Sink;
  readonly store: Store;
  /** Serves the sink's links, which begin with `/files/`, where nobody else does. */
  readonly files?: { fetch(request: Request): Promise<Response> } | undefined;
  /** Signs sessions, tickets and links; 32 characters or more. */
  readonly secret: string;
  readonly page: PageFiles;
  /** On 127.0.0.1; 0 for any that is free. */
  readonly port: number;
  /** For the websocket of the wire API. */
  readonly wirePort: number;
  /** Shares to read a result in. */
  readonly partitions: number;
  /** Slows exports down; `null` for no limit. */
  readonly rowsPerSecond: number | null;
  /** Told of what went wrong and nobody else is told of. */
  readonly onError: (error: unknown) => void;
}

export interface TwitterClone {
  /** Listens, and takes up what an earlier process left unfinished. */
  start(options: { readonly signal: AbortSignal }): Promise<{ readonly url: string; readonly wireUrl: string }>;
  /** Stops each export after its last durable part: the next process goes on from there. */
  close(): Promise<void>;
}

const sender = 'exports@twitter-clone.example';
/** A killed server's exports go on after this time, instead of half a minute: people watch. */
const leaseSeconds = 5;

/** Search, exports, three ways of being told: the whole application in one process. */
export function createTwitterClone<Query extends JsonValue>(options: TwitterCloneOptions<Query>): TwitterClone {
  const { secret, backend, store, files, page, onError } = options;
  const sessions = createSessions({ secret: secretFor('session', secret) });
  const identities = sessionIdentities(sessions);
  const mailbox = createMailbox({ store });
  const api = exportApiOptions({ ...options, identities });
  const taskTokens = createTaskTokens({ secret: secretFor('task token', secret) });
  const wireSocket = createWireSocket({ port: options.wirePort });
  // Connections live and die with this process, so who waits for what does too.
  const wire = { connections: connectionRegistry({ store: memoryStore() }), transport: wireSocket.transport };
  const server: ExportServer<Query> = createExportServer({
    engine: {
      ...engineOptions(options),
      notifiers: [mailNotifier(mailbox), wireNotifier({ ...wire, link: (...call) => engine.link(...call) })],
    },
    api,
    push: { secret: secretFor('push ticket', secret), path: '/api/push' },
    fetch: answer,
    port: options.port,
    sweep: { removeAfterSeconds: keptSeconds },
    onError,
  });
  const { engine } = server;
  const routes = createRoutes({
    identities,
    backend,
    exports: exportCalls({ basePath: exportsPath, fetch: createExportApi({ ...api, engine }).fetch }),
    taskTokens,
    executionArnOf: localExecutionArnOf,
    apiRoutes: [sessionRoutes(sessions), mailboxRoutes(identities, mailbox)],
    pageRoutes: pageRoutes(page),
    onError,
  });

  async function answer(request: Request): Promise<Response | undefined> {
    const { pathname } = new URL(request.url);
    if (pathname === exportsPath || pathname.startsWith(`${exportsPath}/`)) return undefined;
    return files !== undefined && pathname.startsWith('/files/') ? files.fetch(request) : routes.fetch(request);
  }

  return {
    async start({ signal }) {
      const { url } = await server.start({ signal });
      return { url, wireUrl: await wireSocket.listen(wireMessages({ engine, taskTokens, ...wire, onError })) };
    },
    async close() {
      await Promise.all([wireSocket.close(), server.close()]);
    },
  };
}

function engineOptions<Query extends JsonValue>({
  backend,
  sink,
  store,
  secret,
  rowsPerSecond,
}: TwitterCloneOptions<Query>): Omit<ExportEngineOptions<Query>, 'orchestrator' | 'notifiers'> {
  return {
    source: rowsPerSecond === null ? backend.source : pacedSource(backend.source, rowsPerSecond),
    sink,
    store,
    fileAccess: { secret: secretFor('file access', secret), expiresInSeconds: keptSeconds },
    leaseSeconds,
  };
}

function mailNotifier(mailbox: Mailbox) {
  return emailNotifier({
    transport: nodemailerTransport(mailboxTransport(mailbox)),
    from: { address: sender, name: applicationName },
    applicationName,
    fileUrlExpiresInSeconds: keptSeconds,
  });
}
