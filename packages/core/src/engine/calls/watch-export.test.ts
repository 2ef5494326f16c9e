import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createWorld, driveSteps, sampleRows, startOnly } from '../../../test/support/virtual-world.ts';
import type { ExportStatus } from '../export-status.ts';

const ada = { owner: 'ada' };

async function collect(statuses: AsyncIterable<ExportStatus>): Promise<ExportStatus[]> {
  const all: ExportStatus[] = [];
  for await (const status of statuses) all.push(status);
  return all;
}

describe('watch', () => {
  it('gives the state at once, growing rows, and the ending last', async () => {
    const world = createWorld(sampleRows(60));
    const { engine, orchestrator } = world.createWorker({ partBytes: 90, pageBytes: 150, batches: 'json' });
    const { id } = await engine.start({ owner: 'ada', query: {} });

    const seen = await collect(engine.watch(id, ada));
    await orchestrator.idle();

    assert.equal(seen.at(-1)?.state, 'completed');
    assert.equal(seen.at(-1)?.progress.rows, 60);
    const rows = seen.map(({ progress }) => progress.rows);
    assert.deepEqual(
      rows,
      rows.toSorted((one, other) => one - other),
    );
  });

  it('gives one status of an export that has ended, and ends', async () => {
    const world = createWorld(sampleRows(5));
    const worker = world.createWorker();
    const id = await startOnly(worker);
    await driveSteps(worker.engine.steps, id, world.clock);

    const seen = await collect(worker.engine.watch(id, ada));

    assert.deepEqual(
      seen.map(({ state }) => state),
      ['completed'],
    );
  });

  it('shows rows that are read and not yet durable, when the worker is in this process', async () => {
    const world = createWorld(sampleRows(60));
    const { engine, orchestrator } = world.createWorker({
      // One part only: nothing is durable before the end.
      partBytes: 50_000,
      pageBytes: 150,
      batches: 'json',
      plan: ({ method }) => (method === 'read' ? { delayMs: 1 } : 'pass'),
    });
    const { id } = await engine.start({ owner: 'ada', query: {} });

    const seen = await collect(engine.watch(id, ada));
    await orchestrator.idle();

    const isUnderWay = ({ state, progress }: ExportStatus) => state === 'running' && progress.rows > 0;
    assert.ok(seen.some((status) => isUnderWay(status) && status.progress.rows < 60));
  });

  it('sees what another process writes', async () => {
    const world = createWorld(sampleRows(60));
    const worker = world.createWorker({ partBytes: 90, pageBytes: 150 });
    const id = await startOnly(worker);
    const watching = collect(world.createWorker().engine.watch(id, ada));

    await driveSteps(worker.engine.steps, id, world.clock);
    const seen = await watching;

    assert.equal(seen[0]?.state, 'queued');
    assert.equal(seen.at(-1)?.state, 'completed');
  });

  it('finds nothing of somebody else', async () => {
    const world = createWorld(sampleRows(5));
    const worker = world.createWorker();
    const id = await startOnly(worker);

    await assert.rejects(collect(worker.engine.watch(id, { owner: 'mallory' })), { code: 'EXPORT_NOT_FOUND' });
    assert.throws(() => worker.engine.watch(id, { ...ada, intervalMs: 1 }), { code: 'EXPORT_OPTIONS_INVALID' });
  });

  it('ends with the reason of its signal, and at once when the reader leaves', async () => {
    const world = createWorld(sampleRows(5));
    const worker = world.createWorker();
    const id = await startOnly(worker);
    const stopper = new AbortController();
    const reason = new Error('left');

    const reading = assert.rejects(collect(worker.engine.watch(id, { ...ada, signal: stopper.signal })), reason);
    await new Promise(setImmediate);
    stopper.abort(reason);
    await reading;
    for await (const { state } of worker.engine.watch(id, ada)) {
      assert.equal(state, 'queued');
      break;
    }
  });
});
