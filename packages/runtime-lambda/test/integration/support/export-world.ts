import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import {
  createExportEngine,
  type ExportEngine,
  type ExportEngineOptions,
  type ExportRecipient,
  type ExportStatus,
  type MemoryNotifier,
  type MemoryQuery,
  type MemorySink,
  type MemoryStore,
  memoryNotifier,
  memorySink,
  memorySource,
  memoryStore,
  type ReadOptions,
} from '@export-engine/core';
import { build } from 'esbuild';
import {
  type ClientWaits,
  clientWaits,
  exportStateMachine,
  type StateMachineOptions,
  stepFunctionsOrchestrator,
} from '../../../src/index.ts';
import { type AwsServer, type TestAws, testAws } from './aws.ts';
import { errorToWire, fromWire, type RemoteCall, toWire } from './wire.ts';

export interface WorldOptions {
  readonly machine?: Partial<StateMachineOptions>;
  /** Sees every call of a worker before it is done: it may hold it, fail it, or kill the worker. */
  readonly before?: (call: RemoteCall) => void | Promise<void>;
}

/** An engine whose steps are called by Step Functions, in Lambda functions that are processes of their own. */
export interface ExportWorld {
  readonly engine: ExportEngine<MemoryQuery>;
  readonly waits: ClientWaits;
  readonly sink: MemorySink;
  readonly store: MemoryStore;
  readonly email: MemoryNotifier;
  readonly push: MemoryNotifier;
  /** Processes that worked on something. */
  readonly pids: ReadonlySet<number>;
  start(options?: { readonly partitions?: number; readonly notify?: readonly ExportRecipient[] }): Promise<string>;
  /** How the execution of an export ended. */
  ending(exportId: string): Promise<{ readonly status: string | undefined; readonly error: string | undefined }>;
  status(exportId: string): Promise<ExportStatus>;
  /** Stops the execution, as somebody at the console would. */
  stop(exportId: string): Promise<void>;
  fileOf(exportId: string): string | undefined;
  histories(exportId: string): Promise<readonly HistoryEvent[]>;
  close(): Promise<void>;
}

export const owner = 'owner-ada';
export const recipient = { name: 'ada@example.com' };

const rows = Array.from({ length: 400 }, (_, id) => ({ id, text: `row-content-${id}` }));

/** What every export of a world has to be, whatever happens to its workers. */
export const expectedFile: string = ['id,text', ...rows.map(({ id, text }) => `${id},${text}`), ''].join('\r\n');

/** Small pages and parts, so that an export takes some; and short waits. */
const engineOptions: Partial<ExportEngineOptions> = { pageBytes: 500, partBytes: 1000, leaseSeconds: 1 };

export async function createExportWorld(server: AwsServer, options: WorldOptions = {}): Promise<ExportWorld> {
  const aws = testAws(server);
  const source = memorySource({ rows });
  const sink = memorySink({ capabilities: { minPartBytes: 1 } });
  const store = memoryStore();
  const [email, push] = [
    { ...memoryNotifier(), name: 'email' },
    { ...memoryNotifier(), name: 'push' },
  ];
  const pids = new Set<number>();
  const nextPage = async (...[query, snapshot, partition, call]: Parameters<typeof source.read>) => {
    for await (const page of source.read(query, snapshot, partition, call as ReadOptions)) return page;
    return undefined;
  };
  const parts: Readonly<Record<string, object>> = { source: { ...source, nextPage }, sink, store, email, push };

  const relay = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const call = fromWire(body) as RemoteCall;
    pids.add(call.pid);
    const result = await perform(parts, call, options.before).then(
      (value) => ({ value }),
      (error) => ({ error: errorToWire(error) }),
    );
    response.end(toWire(result));
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');

  const stepFunctionArn = await aws.createFunction({
    code: await workerCode(),
    timeoutSeconds: 20,
    variables: {
      WORLD_URL: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
      CAPABILITIES: JSON.stringify({ source: source.capabilities, sink: sink.capabilities }),
      ENGINE_OPTIONS: JSON.stringify(engineOptions),
    },
  });
  const stateMachineArn = await aws.createMachine(exportStateMachine({ stepFunctionArn, ...options.machine }));
  const orchestrator = stepFunctionsOrchestrator({ client: aws.client, stateMachineArn });
  const engine = createExportEngine({ source, sink, store, orchestrator, notifiers: [email, push], ...engineOptions });

  return {
    ...{ engine, sink, store, email, push, pids },
    waits: clientWaits({ store, client: aws.client }),
    async start({ partitions = 1, notify = [{ notifier: 'email', recipient }] } = {}) {
      const { id } = await engine.start({ owner, query: {}, partitions, notify });
      return id;
    },
    async ending(exportId) {
      const { status, error } = await aws.ending(stateMachineArn, exportId);
      return { status, error };
    },
    status: (exportId) => engine.status(exportId, { owner }),
    stop: (exportId) => orchestrator.stop(exportId, { signal: new AbortController().signal, steps: engine.steps }),
    fileOf(exportId) {
      const bytes = sink.backend.files.get(`exports/${exportId}.csv`)?.bytes;
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    histories: (exportId) => historiesOf(aws, stateMachineArn, exportId),
    async close() {
      await aws.remove();
      relay.close();
      relay.closeAllConnections();
    },
  };
}

/** Does what a worker asked for. */
async function perform(
  parts: Readonly<Record<string, object>>,
  call: RemoteCall,
  before: WorldOptions['before'],
): Promise<unknown> {
  await before?.(call);
  const { signal } = new AbortController();
  const target = parts[call.part] as Record<string, (...args: unknown[]) => unknown>;
  const last = call.args.at(-1);
  const hasOptions = typeof last === 'object' && last !== null;
  const args = hasOptions ? call.args.slice(0, -1) : call.args;
  const result = target[call.method]?.(...args, { ...(hasOptions ? last : {}), signal });
  return isIterable(result) ? collected(result) : result;
}

async function collected(items: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The execution's own history, and those of the executions that a distributed Map started. */
async function historiesOf(aws: TestAws, stateMachineArn: string, name: string): Promise<readonly HistoryEvent[]> {
  const own = await aws.history(stateMachineArn, name);
  return [...own, ...(await aws.childHistories(stateMachineArn, name))];
}

let bundled: Promise<string> | undefined;

/** One file, as an application would bundle its function. */
function workerCode(): Promise<string> {
  bundled ??= build({
    entryPoints: [fileURLToPath(new URL('export-worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    conditions: ['@export-engine/source'],
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }).then(({ outputFiles: [file] }) => file?.text ?? '');
  return bundled;
}

/** Waits until a condition holds. */
export async function until(condition: () => unknown, what: string, patienceMs = 30_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`It did not come to pass: ${what}.`);
    await sleep(20);
  }
}
