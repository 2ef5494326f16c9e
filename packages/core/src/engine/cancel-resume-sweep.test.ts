import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
} from '../../test/support/virtual-world.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, batches: 'json' };
const notify = [{ notifier: 'memory', recipient: { name: 'ada' } }];
const dayMs = 86_400_000;

describe('cancel', () => {
  it('stops a running export, removes what it stored, tells the requester, and resolves when that is done', async () => {
    const world = createWorld(sampleRows(60));
    let cancelling: Promise<unknown> | undefined;
    const { engine, orchestrator } = world.createWorker({
      ...settings,
      onProgress: ({ rows, exportId }) => {
        if (rows > 20) cancelling ??= engine.cancel(exportId, { owner: 'ada' });
      },
    });
    const { id } = await engine.start({ owner: 'ada', query: {}, notify });

    await orchestrator.idle();
    await cancelling;

    assert.equal((await engine.status(id, { owner: 'ada' })).state, 'cancelled');
    assert.equal(world.sink.uploads.size + world.sink.files.size + world.source.snapshots.size, 0);
    assert.deepEqual(
      world.notifier.backend.events.map(({ type }) => type),
      ['cancelled'],
    );
  });

  it('changes nothing once an export has ended', async () => {
    const world = createWorld(sampleRows(5));
    const { engine, orchestrator } = world.createWorker();
    const { id } = await engine.start({ owner: 'ada', query: {} });
    await orchestrator.idle();

    const status = await engine.cancel(id, { owner: 'ada' });

    assert.equal(status.state, 'completed');
    assert.equal(world.sink.files.size, 1);
  });
});

describe('resume', () => {
  it('hands unfinished exports to the orchestrator, and only those', async () => {
    const world = createWorld(sampleRows(20));
    const first = world.createWorker(settings);
    const finished = await startOnly(first);
    await driveSteps(first.engine.steps, finished, world.clock);
    const queued = await startOnly(first);
    const running = await startOnly(first);
    await first.engine.steps.prepare(running, { signal: new AbortController().signal });

    const next = world.createWorker(settings);
    const resumed = await next.engine.resume();
    await next.orchestrator.idle();

    assert.deepEqual(new Set(resumed), new Set([queued, running]));
    assert.deepEqual(
      [queued, running].map((id) => world.record(id).state),
      ['completed', 'completed'],
    );
  });

  it('passes over a record that it can not read, so that the others go on', async () => {
    const world = createWorld(sampleRows(5));
    const id = await startOnly(world.createWorker(settings));
    const entries = [...world.store.entries];
    world.store.entries.clear();
    world.store.entries.set('records/broken', { json: '{"recordVersion":99}', version: 'v0' });
    for (const [key, entry] of entries) world.store.entries.set(key, entry);

    const next = world.createWorker(settings);
    assert.deepEqual(await next.engine.resume(), [id]);
    await next.orchestrator.idle();

    assert.equal(world.record(id).state, 'completed');
  });
});

describe('sweep', () => {
  it('fails an export that nobody has gone on with, and leaves one that is young', async () => {
    const world = createWorld(sampleRows(20));
    const worker = world.createWorker(settings);
    const abandoned = await startOnly(worker, { notify });
    await worker.engine.steps.prepare(abandoned, { signal: new AbortController().signal });
    world.clock.advance(dayMs);
    const young = await startOnly(worker);

    const result = await worker.engine.sweep();

    assert.deepEqual(result, { failed: 1, cleanedUp: 0, removed: 0, errors: 0 });
    assert.equal(world.record(abandoned).failure?.code, 'EXPORT_STALLED');
    assert.equal(world.record(young).state, 'queued');
    assert.equal(world.source.snapshots.size, 0);
    assert.equal(world.notifier.backend.events[0]?.type, 'failed');
  });

  it('removes old exports with their files when asked to', async () => {
    const world = createWorld(sampleRows(5));
    const worker = world.createWorker();
    const old = await startOnly(worker);
    await driveSteps(worker.engine.steps, old, world.clock);
    world.clock.advance(2 * dayMs);
    const recent = await startOnly(worker);
    await driveSteps(worker.engine.steps, recent, world.clock);

    const kept = await worker.engine.sweep();
    const result = await worker.engine.sweep({ removeAfterSeconds: 86_400 });

    assert.equal(kept.removed, 0);
    assert.equal(result.removed, 1);
    assert.deepEqual(recordKeys(world), [`records/${recent}`]);
    assert.equal(world.sink.files.size, 1);
  });

  it('counts a record it can not read and goes on with the others', async () => {
    const world = createWorld([]);
    const worker = world.createWorker();
    world.store.entries.set('records/broken', { json: '{"recordVersion":99}', version: 'v0' });
    const id = await startOnly(worker);
    world.clock.advance(dayMs);

    const result = await worker.engine.sweep();

    assert.deepEqual(result, { failed: 1, cleanedUp: 0, removed: 0, errors: 1 });
    assert.equal(world.record(id).state, 'failed');
  });
});

function recordKeys({ store }: ReturnType<typeof createWorld>): string[] {
  return [...store.entries.keys()].filter((key) => key.startsWith('records/'));
}
