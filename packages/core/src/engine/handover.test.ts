import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
  type WorldPlan,
} from '../../test/support/virtual-world.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, batches: 'json', leaseSeconds: 3600 };
const notify = [{ notifier: 'memory', recipient: { name: 'ada' } }];

/** Advances until its n-th write is done and its answer is lost to an abort. @returns whether it came to that */
async function advanceAndAbort(n: number) {
  const world = createWorld(sampleRows(40));
  const id = await startOnly(world.createWorker(settings));
  const controller = new AbortController();
  const reason = new Error('The process stops.');
  const plan: WorldPlan = ({ adapter, method, call, phase }) => {
    if (adapter !== 'store' || method !== 'write' || phase !== 'after' || call !== n) return 'pass';
    controller.abort(reason);
    return { throw: reason };
  };
  const { steps } = world.createWorker({ ...settings, plan }).engine;
  await steps.prepare(id, { signal: new AbortController().signal });
  const outcome = await steps.advance(id, { signal: controller.signal }).catch((error: unknown) => error);
  return { world, id, isAborted: outcome === reason };
}

describe('a worker that is told to stop', () => {
  it('gives its lease back at once, although the commit that was aborted had been done', async () => {
    let aborted = 0;
    // The first write is that of `prepare`.
    for (let n = 1; ; n += 1) {
      const { world, id, isAborted } = await advanceAndAbort(n);
      if (!isAborted) break;
      aborted += 1;
      assert.equal(world.record(id).lease, null, `after write ${n}`);

      const begunAt = world.clock.now();
      await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);
      assert.equal(world.record(id).state, 'completed');
      assert.ok(world.clock.now() - begunAt < 60_000, `after write ${n} the next worker had to wait`);
    }
    assert.ok(aborted > 5);
  });
});

describe('workers that deliver at the same time', () => {
  it('tell every recipient once, and the one that comes second waits', async () => {
    const world = createWorld(sampleRows(5));
    const id = await startOnly(world.createWorker(settings), { notify });
    const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
    const { promise: telling, resolve: tells } = Promise.withResolvers<void>();
    const plan: WorldPlan = ({ method, phase }) => {
      if (method !== 'notify' || phase !== 'before') return 'pass';
      tells();
      return { until: awake };
    };
    const first = world.createWorker({ ...settings, plan }).engine;
    const second = world.createWorker(settings).engine;
    const { signal } = new AbortController();
    for (const step of ['prepare', 'advance', 'finish'] as const) await first.steps[step](id, { signal });

    const delivering = first.steps.deliver(id, { signal });
    await telling;
    assert.equal((await second.steps.deliver(id, { signal })).status, 'busy');
    assert.equal((await second.sweep()).cleanedUp, 0);
    wake();
    assert.equal((await delivering).status, 'done');
    assert.equal((await second.steps.deliver(id, { signal })).status, 'done');

    assert.equal(world.notifier.backend.events.length, 1);
    assert.equal(world.record(id).lease, null);
  });

  it('go on where one of them died', async () => {
    const world = createWorld(sampleRows(5));
    const id = await startOnly(world.createWorker(settings), { notify });
    const dying = world.createWorker({ ...settings, plan: ({ method }) => (method === 'notify' ? 'hang' : 'pass') });
    const { signal } = new AbortController();
    for (const step of ['prepare', 'advance', 'finish'] as const) await dying.engine.steps[step](id, { signal });
    void dying.engine.steps.deliver(id, { signal });

    await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);

    assert.equal(world.notifier.backend.events.length, 1);
    assert.deepEqual(
      world.record(id).deliveries.map(({ status }) => status),
      ['sent'],
    );
  });
});
