import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
  type WorldPoint,
} from '../../test/support/virtual-world.ts';
import { ExportEngineError } from '../errors/index.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, partsInFlight: 3, batches: 'json' };
const data = sampleRows(40);

function unavailable({ adapter }: WorldPoint): ExportEngineError {
  if (adapter === 'source') return new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', 'The source is away.');
  if (adapter === 'sink') return new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'The sink is away.');
  if (adapter === 'store') return new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'The store is away.');
  return new ExportEngineError('EXPORT_NOTIFY_FAILED', 'The notifier is away.', { isRetryable: true });
}

async function runWith(plan: (point: WorldPoint, instant: number) => boolean, deadlineMs?: number) {
  let instant = 0;
  const world = createWorld(data);
  const id = await startOnly(world.createWorker(settings), {
    notify: [{ notifier: 'memory', recipient: { name: 'ada' } }],
  });
  const worker = world.createWorker({
    ...settings,
    plan: (point) => (plan(point, ++instant) ? { throw: unavailable(point) } : 'pass'),
  });
  await driveSteps(worker.engine.steps, id, world.clock, deadlineMs);
  return { world, id, instants: instant, record: world.record(id) };
}

describe('a transient failure', () => {
  it('at any instant, before or after the work was done, changes nothing', async () => {
    const expected = await runWith(() => false);
    const bytes = expected.world.fileBytes(expected.id);

    for (let failsAt = 1; failsAt <= expected.instants; failsAt += 1) {
      const { world, id, record } = await runWith((_, instant) => instant === failsAt);

      assert.equal(record.state, 'completed', `failed at instant ${failsAt}: ${record.failure?.message}`);
      assert.deepEqual(world.fileBytes(id), bytes, `failed at instant ${failsAt}`);
      assert.equal(world.sink.uploads.size, 0, `failed at instant ${failsAt}`);
      assert.equal(record.deliveries[0]?.status, 'sent', `failed at instant ${failsAt}`);
    }
  });

  it.each(['source', 'sink', 'store'] as const)('of the %s for ten seconds is waited out', async (adapter) => {
    let since: number | undefined;
    const world = createWorld(data);
    const id = await startOnly(world.createWorker(settings));
    let calls = 0;
    const worker = world.createWorker({
      ...settings,
      plan: (point) => {
        calls += 1;
        if (point.adapter !== adapter || calls < 60) return 'pass';
        since ??= world.clock.now();
        return world.clock.now() - since < 10_000 ? { throw: unavailable(point) } : 'pass';
      },
    });

    await driveSteps(worker.engine.steps, id, world.clock);

    assert.equal(world.record(id).state, 'completed');
    assert.notEqual(since, undefined, 'the outage happened');
  });

  it('that never ends fails the export once nothing has moved for the stall limit, and says why', async () => {
    const { world, record } = await runWith(({ method }) => method === 'writePart');

    assert.equal(record.state, 'failed');
    assert.equal(record.failure?.code, 'EXPORT_STALLED');
    assert.match(record.failure?.message ?? '', /EXPORT_SINK_UNAVAILABLE/);
    assert.equal(world.sink.uploads.size, 0);
    assert.equal(world.sink.files.size, 0);
    assert.equal(world.source.snapshots.size, 0);
  });

  it.each([1, 5, 40])('that never ends fails the export soon after a limit of %i s', async (stallLimitSeconds) => {
    const world = createWorld(data);
    const id = await startOnly(world.createWorker(settings));
    let since: number | undefined;
    const { engine } = world.createWorker({
      ...settings,
      stallLimitSeconds,
      plan: (point) => {
        if (point.method !== 'writePart') return 'pass';
        since ??= world.clock.now();
        return { throw: unavailable(point) };
      },
    });

    await driveSteps(engine.steps, id, world.clock);

    const tookMs = world.clock.now() - (since ?? 0);
    assert.equal(world.record(id).failure?.code, 'EXPORT_STALLED');
    assert.ok(tookMs >= stallLimitSeconds * 1000 && tookMs <= stallLimitSeconds * 1500 + 2000, `it took ${tookMs} ms`);
  });

  it('keeps the code of what it waits for in the status', async () => {
    const world = createWorld(data);
    const id = await startOnly(world.createWorker(settings));
    const { engine } = world.createWorker({
      ...settings,
      plan: (point) => (point.method === 'writePart' ? { throw: unavailable(point) } : 'pass'),
    });
    const signal = new AbortController().signal;
    await engine.steps.prepare(id, { signal });

    const outcome = await engine.steps.advance(id, { signal });

    assert.equal(outcome.status, 'continue');
    assert.ok(outcome.retryAfterMs > 0);
    assert.equal((await engine.status(id, { owner: 'ada' })).waitingOn, 'EXPORT_SINK_UNAVAILABLE');
  });

  it('waits as long as the server asks', async () => {
    const world = createWorld(data);
    const id = await startOnly(world.createWorker(settings));
    let failedAt = 0;
    let nextAt = 0;
    const { engine } = world.createWorker({
      ...settings,
      partsInFlight: 1,
      plan: ({ method, phase }) => {
        if (method !== 'writePart' || phase !== 'before') return 'pass';
        if (failedAt > 0) nextAt ||= world.clock.now();
        if (failedAt > 0) return 'pass';
        failedAt = world.clock.now();
        return { throw: new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'Slow down.', { retryAfterMs: 7000 }) };
      },
    });

    await driveSteps(engine.steps, id, world.clock);

    assert.ok(nextAt - failedAt >= 7000);
    assert.equal(world.record(id).state, 'completed');
  });
});
