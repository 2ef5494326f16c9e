import { setImmediate } from 'node:timers/promises';
import type { ExportSteps, JsonObject, Notifier, Sink, SinkCapabilities } from '@export-engine/core';
import {
  type MemoryNotifier,
  type MemorySinkBackend,
  type MemorySourceBackend,
  type MemoryStoreBackend,
  memoryNotifier,
  memorySink,
  memorySinkBackend,
  memorySource,
  memorySourceBackend,
  memoryStore,
  memoryStoreBackend,
} from '@export-engine/core';
import { type FaultPlan, type FaultPoint, faultyAdapter } from '@export-engine/core/testing';
import { createEngine, type ExportEngine } from '../../src/engine/create-export-engine.ts';
import type { ExportEngineOptions } from '../../src/engine/engine-options.ts';
import { checkEngineOptions } from '../../src/engine/engine-options.ts';
import type { ExportRecord } from '../../src/engine/export-record.ts';
import { createInProcessOrchestrator, type InProcessOrchestrator } from '../../src/orchestrators/in-process.ts';
import type { Clock } from '../../src/timing/clock.ts';

export interface VirtualClock extends Clock {
  advance(ms: number): void;
}

/** A clock that moves when somebody sleeps, which takes one turn of the event loop, or when a test says so. */
export function virtualClock(): VirtualClock {
  let now = Date.UTC(2026, 0, 1);
  const alarms = new Set<{ readonly at: number; readonly callback: () => void }>();

  function advance(ms: number): void {
    now += ms;
    for (const alarm of alarms) {
      if (alarm.at <= now && alarms.delete(alarm)) alarm.callback();
    }
  }

  return {
    advance,
    now: () => now,
    random: () => 0.5,
    alarm(ms, callback) {
      const alarm = { at: now + ms, callback };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    async sleep(ms, signal) {
      signal.throwIfAborted();
      await setImmediate();
      advance(ms);
      signal.throwIfAborted();
    },
  };
}

/** A name for a point in an adapter's life, over all adapters of one worker: `sink.writePart`. */
export interface WorldPoint extends FaultPoint {
  readonly adapter: 'source' | 'sink' | 'store' | 'notifier';
}

export type WorldPlan = (point: WorldPoint) => ReturnType<FaultPlan>;

export interface WorkerOptions
  extends Partial<Pick<ExportEngineOptions, 'formats' | 'columns' | 'onProgress' | 'fileAccess' | 'fileUrl'>> {
  readonly partBytes?: number;
  readonly pageBytes?: number;
  readonly partsInFlight?: number;
  readonly leaseSeconds?: number;
  readonly stallLimitSeconds?: number;
  readonly batches?: 'documents' | 'json';
  /** Whether the sink can join segments. @default true */
  readonly canAssemble?: boolean;
  readonly plan?: WorldPlan;
}

/** One process: an engine over the shared backends. */
export interface Worker {
  readonly engine: ExportEngine;
  readonly orchestrator: InProcessOrchestrator;
}

/** Tiny limits, so that small results have many parts. */
const tinySink: Partial<SinkCapabilities> = { minPartBytes: 10, maxPartBytes: 100_000, maxParts: 1000 };

/** Shared backends and a clock: everything that outlives a worker. */
export interface World {
  readonly source: MemorySourceBackend;
  readonly sink: MemorySinkBackend;
  readonly store: MemoryStoreBackend;
  readonly notifier: MemoryNotifier;
  readonly clock: VirtualClock;
  createWorker(options?: WorkerOptions): Worker;
  record(id: string): ExportRecord;
  /** The export's file as it is in the sink. */
  fileBytes(id: string): Uint8Array;
  fileText(id: string): string;
}

export function createWorld(
  rows: readonly (JsonObject | string)[],
  capabilities: Partial<SinkCapabilities> = tinySink,
): World {
  const source = memorySourceBackend(rows);
  const sink = memorySinkBackend();
  const store = memoryStoreBackend();
  const notifier = memoryNotifier();
  const clock = virtualClock();

  function createWorker(options: WorkerOptions = {}): Worker {
    const { plan = () => 'pass', batches = 'documents', canAssemble = true, ...engineOptions } = options;
    const { assemble, ...simpleSink } = memorySink({ backend: sink, capabilities });
    const faulty = <Adapter extends object>(name: WorldPoint['adapter'], adapter: Adapter): Adapter =>
      faultyAdapter(adapter, (point) => plan({ ...point, adapter: name }));
    const orchestrator = createInProcessOrchestrator({}, clock);
    const context = checkEngineOptions(
      {
        source: faulty('source', memorySource({ backend: source, batches })),
        sink: faulty<Sink>('sink', canAssemble ? { ...simpleSink, assemble } : simpleSink),
        store: faulty('store', memoryStore({ backend: store })),
        notifiers: [faulty<Notifier>('notifier', notifier)],
        orchestrator,
        ...engineOptions,
      },
      clock,
    );
    return { engine: createEngine(context), orchestrator };
  }

  return {
    source,
    sink,
    store,
    notifier,
    clock,
    createWorker,
    record(id: string): ExportRecord {
      const entry = store.entries.get(`records/${id}`);
      if (entry === undefined) throw new Error('There is no such record.');
      return JSON.parse(entry.json) as ExportRecord;
    },
    fileText(id: string): string {
      return new TextDecoder().decode(this.fileBytes(id));
    },
    fileBytes(id: string): Uint8Array {
      const file = sink.files.get(this.record(id).target.key);
      if (file === undefined) throw new Error('There is no such file.');
      return file.bytes;
    },
  };
}

/** Writes a record by a worker without an orchestrator, so that a test calls the steps itself. */
export async function startOnly({ engine, orchestrator }: Worker, request: object = {}): Promise<string> {
  const { id } = await engine.start({ owner: 'ada', query: {}, ...request });
  await orchestrator.close();
  return id;
}

/** Calls the steps as an orchestrator does, in the caller's own time. */
export async function driveSteps(steps: ExportSteps, id: string, clock: Clock, deadlineMs?: number): Promise<void> {
  const signal = new AbortController().signal;
  const options = () => (deadlineMs === undefined ? { signal } : { signal, deadline: clock.now() + deadlineMs });
  try {
    for (const name of ['prepare', 'advance', 'finish'] as const) {
      for (let isDone = false; !isDone; ) {
        const { status, retryAfterMs } = await steps[name](id, options());
        if (status === 'ended') return await deliverAll();
        isDone = status === 'done';
        if (!isDone) await clock.sleep(retryAfterMs, signal);
      }
    }
  } catch (error) {
    await steps.fail(id, error, options());
  }
  await deliverAll();

  async function deliverAll(): Promise<void> {
    for (let isDone = false; !isDone; ) {
      const { status, retryAfterMs } = await steps.deliver(id, options());
      isDone = status === 'done';
      if (!isDone) await clock.sleep(retryAfterMs, signal);
    }
  }
}

/** Rows of different widths, with ids beyond 2^53, quotes, line breaks and emoji. */
export function sampleRows(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = ['plain', 'with "quotes", commas', 'two\nlines', '=cmd', 'émoji 😀'][index % 5];
    const id = 1519443079516395150n + BigInt(index);
    return `{"id":${id},"text":${JSON.stringify(`${text} ${'x'.repeat(index % 23)}`)},"n":${index % 7 === 0 ? 'null' : index}}`;
  });
}

/** A plan that lets everything pass and calls back at each instant. */
export function atEachInstant(act: (point: WorldPoint) => void): WorldPlan {
  return (point) => {
    act(point);
    return 'pass';
  };
}
