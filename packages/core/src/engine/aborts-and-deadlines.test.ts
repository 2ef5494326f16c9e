import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  atEachInstant,
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
} from '../../test/support/virtual-world.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, partsInFlight: 3, batches: 'json' };
const data = sampleRows(40);

async function undisturbedBytes(): Promise<Uint8Array> {
  const world = createWorld(data);
  const worker = world.createWorker(settings);
  const id = await startOnly(worker);
  await driveSteps(worker.engine.steps, id, world.clock);
  return world.fileBytes(id);
}

describe('a step whose signal is aborted', () => {
  it('at any instant rejects with the very reason, and the export goes on in the next worker at once', async () => {
    const expected = await undisturbedBytes();
    for (let abortsAt = 1; ; abortsAt += 1) {
      let instant = 0;
      const stopper = new AbortController();
      const reason = new Error('shutting down');
      const world = createWorld(data);
      const id = await startOnly(world.createWorker(settings));
      const { engine } = world.createWorker({
        ...settings,
        plan: () => {
          instant += 1;
          if (instant === abortsAt) stopper.abort(reason);
          return 'pass';
        },
      });
      await engine.steps.prepare(id, { signal: new AbortController().signal });
      const instantsOfPrepare = instant;

      const outcome = await engine.steps.advance(id, { signal: stopper.signal }).catch((error: unknown) => error);
      if (instant < abortsAt) break;
      const now = world.clock.now();
      await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);

      if (abortsAt > instantsOfPrepare && outcome instanceof Error) assert.equal(outcome, reason);
      assert.deepEqual(world.fileBytes(id), expected, `aborted at instant ${abortsAt}`);
      assert.ok(world.clock.now() - now < 1000, 'the lease was released, not waited for');
    }
  });

  it('rejects before anything is called when it is aborted already', async () => {
    let calls = 0;
    const world = createWorld(data);
    const worker = world.createWorker({ ...settings, plan: atEachInstant(() => calls++) });
    const id = await startOnly(worker);
    calls = 0;
    const reason = new Error('too late');

    await assert.rejects(worker.engine.steps.advance(id, { signal: AbortSignal.abort(reason) }), reason);

    assert.equal(calls, 0);
  });
});

describe('a step with a deadline', () => {
  /** A world in which every instant takes a millisecond. */
  function slowWorld(options: WorkerOptions = {}) {
    const world = createWorld(data);
    const worker = world.createWorker({ ...settings, ...options, plan: atEachInstant(() => world.clock.advance(1)) });
    return { world, worker };
  }

  it.each([40, 60, 80, 400])(
    'of %i ms checkpoints and yields before it, and later steps finish the same file',
    async (ms) => {
      const expected = await undisturbedBytes();
      const { world, worker } = slowWorld();
      const id = await startOnly(worker);
      const signal = new AbortController().signal;
      await worker.engine.steps.prepare(id, { signal });

      let steps = 0;
      for (let status = 'continue'; status === 'continue'; steps += 1) {
        const deadline = world.clock.now() + ms;
        ({ status } = await worker.engine.steps.advance(id, { signal, deadline }));
        assert.ok(world.clock.now() <= deadline + 10, `late by ${world.clock.now() - deadline} ms`);
        assert.equal(world.record(id).lease, null);
      }
      await driveSteps(worker.engine.steps, id, world.clock);

      assert.ok(steps > 1 || ms === 400, `${steps} steps`);
      assert.deepEqual(world.fileBytes(id), expected);
    },
  );

  it('that is too short for one part stalls instead of starting over for ever', async () => {
    const { world, worker } = slowWorld({ partBytes: 1500, stallLimitSeconds: 60 });
    const id = await startOnly(worker);

    await driveSteps(worker.engine.steps, id, world.clock, 30);

    assert.equal(world.record(id).failure?.code, 'EXPORT_STALLED');
    assert.match(world.record(id).failure?.message ?? '', /Nothing has moved/);
  });
});
