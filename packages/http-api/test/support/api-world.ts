import assert from 'node:assert/strict';
import {
  createExportEngine,
  type ExportEngine,
  type InProcessOrchestrator,
  inProcessOrchestrator,
  type MemoryNotifier,
  type MemoryQuery,
  type MemorySink,
  type MemoryStore,
  memoryNotifier,
  memorySink,
  memoryStore,
} from '@export-engine/core';
import * as v from 'valibot';
import { createExportApi, type ExportApi, type ExportApiOptions, type ExportApiStatus } from '../../src/index.ts';
import { documentChecker } from './documented-answer.ts';
import { type HeldSource, heldSource } from './held-source.ts';
import { statusIn } from './read-answer.ts';

/** What tests send to start an export. */
export interface WorldBody {
  readonly color?: 'red' | 'blue' | undefined;
  readonly fileName?: string | undefined;
  /** Whether the notifier is told of the ending. */
  readonly tellMe?: boolean | undefined;
}

const bodySchema: v.GenericSchema<unknown, WorldBody> = v.object({
  color: v.optional(v.picklist(['red', 'blue'])),
  fileName: v.optional(v.pipe(v.string(), v.maxLength(500))),
  tellMe: v.optional(v.boolean()),
}) as v.GenericSchema<unknown, WorldBody>;

type WorldOptions = Partial<
  ExportApiOptions<v.InferOutput<typeof bodySchema>, { readonly owner: string }, MemoryQuery>
>;

export interface CallOptions {
  readonly method?: string;
  /** Who asks; `null` for nobody. @default 'ada' */
  readonly as?: string | null;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: string | Uint8Array | ReadableStream;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A whole service in memory. Every answer is checked against the API's own document. */
export interface ApiWorld {
  readonly api: ExportApi;
  readonly engine: ExportEngine<MemoryQuery>;
  readonly orchestrator: InProcessOrchestrator;
  readonly source: HeldSource;
  readonly sink: MemorySink;
  readonly store: MemoryStore;
  readonly notifier: MemoryNotifier;
  /** What `onError` was told. */
  readonly errors: unknown[];
  call(path: string, options?: CallOptions): Promise<Response>;
  /** Starts an export that has to be accepted. */
  start(options?: CallOptions): Promise<ExportApiStatus>;
  /** As `start`, and waits for the ending. */
  complete(options?: CallOptions): Promise<ExportApiStatus>;
}

export function createApiWorld(options: WorldOptions = {}): ApiWorld {
  const source = heldSource({
    rows: [
      { id: 1, color: 'red' },
      { id: 2, color: 'blue' },
    ],
  });
  const [sink, store, notifier, orchestrator] = [
    memorySink(),
    memoryStore(),
    memoryNotifier(),
    inProcessOrchestrator(),
  ];
  const engine = createExportEngine<MemoryQuery>({
    source,
    sink,
    store,
    orchestrator,
    notifiers: [notifier],
    fileAccess: { secret: 'a secret of thirty-two characters' },
    fileUrl: (id, { token }) => `/exports/${id}/file?access=${token}`,
  });
  const errors: unknown[] = [];
  const api = createExportApi({
    engine,
    identify: ownerOfBearer,
    bodySchema,
    resolve: ({ color, fileName, tellMe }) => ({
      query: color === undefined ? {} : { where: { color } },
      fileName,
      notify: tellMe === true ? [{ notifier: 'memory', recipient: { name: 'Ada' } }] : [],
    }),
    onError: (error) => errors.push(error),
    ...options,
  });
  const checkDocumented = documentChecker(api.openApi);

  const world: ApiWorld = {
    ...{ api, engine, orchestrator, source, sink, store, notifier, errors },
    async call(path, { method = 'GET', as = 'ada', json, body, headers, signal } = {}) {
      const request = new Request(`http://localhost${path}`, {
        method,
        headers: {
          ...(as !== null && { Authorization: `Bearer ${as}` }),
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
        ...(body !== undefined && { body, duplex: 'half' }),
        ...(signal !== undefined && { signal }),
      });
      const response = await api.fetch(request);
      if (method !== 'OPTIONS' && response.status !== 499) {
        await checkDocumented(method, new URL(request.url).pathname, response);
      }
      return response;
    },
    async start(callOptions = {}) {
      const response = await world.call('/exports', { method: 'POST', json: {}, ...callOptions });
      assert.equal(response.status, 202, await response.clone().text());
      return statusIn(response);
    },
    async complete(callOptions = {}) {
      const { id } = await world.start(callOptions);
      await orchestrator.idle();
      const response = await world.call(`/exports/${id}`, { as: callOptions.as ?? 'ada' });
      return statusIn(response);
    },
  };
  return world;
}

function ownerOfBearer(request: Request): { readonly owner: string } | null {
  const [, owner] = /^Bearer (\w+)$/.exec(request.headers.get('Authorization') ?? '') ?? [];
  return owner === undefined ? null : { owner };
}
