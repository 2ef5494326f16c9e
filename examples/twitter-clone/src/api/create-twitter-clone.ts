import type { ExportEngineOptions, JsonValue, Sink, Store } from '@export-engine/core';
import { createExportApi, type ExportApiOptions } from '@export-engine/http-api';
import { emailNotifier, nodemailerTransport } from '@export-engine/notifier-email';
import { createExportServer } from '@export-engine/runtime-node';
import type { SearchBackend } from '../search/search-backend.ts';
import type { User } from './api-types.ts';
import { createRoutes } from './create-routes.ts';
import { type ExportWanted, exportInput } from './exports/export-input.ts';
import { pacedSource } from './exports/paced-source.ts';
import { resolveExport } from './exports/resolve-export.ts';
import { createMailbox, type Mailbox } from './mailbox/mailbox.ts';
import { mailboxTransport } from './mailbox/mailbox-transport.ts';
import type { PageFiles } from './page/page-files.ts';
import { secretFor } from './secrets.ts';
import { createSessions, type Sessions } from './sessions/sessions.ts';
import { exportCalls } from './wire/export-calls.ts';
import { createTaskTokens } from './wire/task-tokens.ts';
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

const basePath = '/api/exports';
const applicationName = 'Murmur';
const sender = 'exports@twitter-clone.example';
/** A killed server's exports go on after this time, instead of half a minute: people watch. */
const leaseSeconds = 5;
/** How long an export, its file and the link in a mail live: a demo that is run often must not fill the disk. */
const keptSeconds = 24 * 60 * 60;

/** Search, exports, three ways of being told: the whole application. */
export function createTwitterClone<Query extends JsonValue>(options: TwitterCloneOptions<Query>): TwitterClone {
  const { secret, store, onError } = options;
  const sessions = createSessions({ secret: secretFor('session', secret) });
  const taskTokens = createTaskTokens({ secret: secretFor('task token', secret) });
  const mailbox = createMailbox({ store });
  const api = apiOptions(options, sessions);
  const server = createExportServer({
    engine: engineOptions(options, mailbox),
    api,
    push: { secret: secretFor('push ticket', secret), path: '/api/push' },
    fetch: answer,
    port: options.port,
    sweep: { removeAfterSeconds: keptSeconds },
    onError,
  });
  const { engine } = server;
  const wireSocket = createWireSocket({ engine, taskTokens, port: options.wirePort });
  const exports = exportCalls({ basePath, fetch: createExportApi({ ...api, engine }).fetch });
  const routes = createRoutes({ ...options, sessions, mailbox, exports, taskTokens });

  async function answer(request: Request): Promise<Response | undefined> {
    const { pathname } = new URL(request.url);
    if (pathname === basePath || pathname.startsWith(`${basePath}/`)) return undefined;
    const { files } = options;
    return files !== undefined && pathname.startsWith('/files/') ? files.fetch(request) : routes.fetch(request);
  }

  return {
    async start({ signal }) {
      const { url } = await server.start({ signal });
      return { url, wireUrl: await wireSocket.listen() };
    },
    async close() {
      await Promise.all([wireSocket.close(), server.close()]);
    },
  };
}

function apiOptions<Query extends JsonValue>(
  { backend, partitions }: TwitterCloneOptions<Query>,
  sessions: Sessions,
): Omit<ExportApiOptions<ExportWanted, User & { readonly owner: string }, Query>, 'engine' | 'tickets'> {
  return {
    basePath,
    bodySchema: exportInput,
    async identify(request) {
      const user = await sessions.identify(request);
      return user && { ...user, owner: user.user };
    },
    resolve: (wanted, user) => resolveExport(wanted, user, { backend, partitions }),
  };
}

function engineOptions<Query extends JsonValue>(
  { backend, sink, store, secret, rowsPerSecond }: TwitterCloneOptions<Query>,
  mailbox: Mailbox,
): Omit<ExportEngineOptions<Query>, 'orchestrator'> {
  const email = emailNotifier({
    transport: nodemailerTransport(mailboxTransport(mailbox)),
    from: { address: sender, name: applicationName },
    applicationName,
    fileUrlExpiresInSeconds: keptSeconds,
  });
  return {
    source: rowsPerSecond === null ? backend.source : pacedSource(backend.source, rowsPerSecond),
    sink,
    store,
    notifiers: [email],
    fileAccess: { secret: secretFor('file access', secret), expiresInSeconds: keptSeconds },
    leaseSeconds,
  };
}
