import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
} from '../../test/support/virtual-world.ts';
import type { Page, Source } from '../contracts/index.ts';
import { memorySource, memorySourceBackend } from '../memory/index.ts';
import { memorySink } from '../memory/memory-sink.ts';
import { memoryStore } from '../memory/memory-store.ts';
import { createExportEngine } from './create-export-engine.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, batches: 'json' };

/** A source that lies: its pages go through `change`. */
function lyingEngine(change: (page: Page, index: number) => Page | null) {
  const honest = memorySource({ backend: memorySourceBackend(sampleRows(40)), batches: 'json' });
  const source: Source = {
    ...(honest as unknown as Source),
    async *read(query, snapshot, partition, options) {
      let index = 0;
      for await (const page of (honest as unknown as Source).read(query, snapshot, partition, options)) {
        const changed = change(page, index++);
        if (changed !== null) yield changed;
      }
    },
  };
  const sink = memorySink({ capabilities: { minPartBytes: 10 } });
  const engine = createExportEngine({ source, sink, store: memoryStore(), partBytes: 90, pageBytes: 150 });
  return { engine, sink };
}

async function endOf(engine: ReturnType<typeof lyingEngine>['engine']) {
  const { id } = await engine.start({ owner: 'ada', query: {} });
  for (;;) {
    const status = await engine.status(id, { owner: 'ada' });
    if (status.state !== 'queued' && status.state !== 'running') return status;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('an export of a source that loses rows', () => {
  it.each([
    { name: 'a page in the middle', change: (page: Page, index: number) => (index === 3 ? null : page) },
    { name: 'everything after an early end', change: (page: Page, index: number) => (index > 2 ? null : page) },
    {
      name: 'rows within a page',
      change: (page: Page, index: number) => (index === 1 ? { ...page, count: page.count + 1 } : page),
    },
  ])('is never completed: $name', async ({ change }) => {
    const { engine, sink } = lyingEngine(change);

    const status = await endOf(engine);

    assert.equal(status.state, 'failed');
    assert.equal(status.failure?.code, 'EXPORT_SOURCE_INCOMPLETE');
    await engine.sweep();
    assert.equal(sink.backend.files.size, 0, 'no file');
    assert.equal(sink.backend.uploads.size, 0, 'no upload');
  });

  it('names both counts', async () => {
    const { engine } = lyingEngine((page, index) => (index > 2 ? null : page));

    const { failure, progress } = await endOf(engine);

    assert.match(failure?.message ?? '', new RegExp(`holds 40 rows, but ${progress.rows} were read`));
  });
});

describe('a record whose parts do not add up', () => {
  it('is never completed', async () => {
    const world = createWorld(sampleRows(40));
    const worker = world.createWorker(settings);
    const id = await startOnly(worker);
    const signal = new AbortController().signal;
    await worker.engine.steps.prepare(id, { signal });
    await worker.engine.steps.advance(id, { signal });
    const { version } = world.store.entries.get(`records/${id}`) ?? { version: '' };
    const record = world.record(id);
    const receipts = record.checkpoint.receipts.filter(({ number }) => number !== 2);
    const json = JSON.stringify({ ...record, checkpoint: { ...record.checkpoint, receipts } });
    world.store.entries.set(`records/${id}`, { json, version });

    await driveSteps(worker.engine.steps, id, world.clock);

    assert.equal(world.record(id).state, 'failed');
    assert.equal(world.record(id).failure?.code, 'EXPORT_SINK_CONFLICT');
    assert.equal(world.sink.files.size, 0);
  });
});

describe('rows written during an export', () => {
  it('are not in its file', async () => {
    const world = createWorld(sampleRows(20));
    const worker = world.createWorker({ ...settings, onProgress: () => addRow() });
    const addRow = () => {
      world.source.rows = [...world.source.rows, { position: ++world.source.sequence, json: '{"id":1,"text":"late"}' }];
    };
    const id = await startOnly(worker);

    await driveSteps(worker.engine.steps, id, world.clock);

    assert.equal(world.record(id).checkpoint.rows, 20);
    assert.ok(world.source.rows.length > 20);
    assert.doesNotMatch(world.fileText(id), /late/);
  });
});
