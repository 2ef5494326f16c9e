import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { describe, it } from 'vitest';
import {
  atEachInstant,
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
  type World,
  type WorldPoint,
} from '../../test/support/virtual-world.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, partsInFlight: 3, leaseSeconds: 5, batches: 'json' };
const data = sampleRows(40);

/** A worker that falls asleep at its n-th instant, everything it does waiting, until it is woken. */
function sleepyWorker(world: World, sleepsAt: number) {
  const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
  const { promise: asleep, resolve: fallAsleep } = Promise.withResolvers<WorldPoint>();
  let instant = 0;
  const worker = world.createWorker({
    ...settings,
    plan: (point) => {
      instant += 1;
      if (instant < sleepsAt) return 'pass';
      fallAsleep(point);
      return { until: awake };
    },
  });
  return { worker, asleep, wake };
}

async function countInstants(): Promise<number> {
  let instants = 0;
  const world = createWorld(data);
  const id = await startOnly(world.createWorker(settings));
  const worker = world.createWorker({ ...settings, plan: atEachInstant(() => instants++) });
  await driveSteps(worker.engine.steps, id, world.clock);
  return instants;
}

async function undisturbedBytes(): Promise<Uint8Array> {
  const world = createWorld(data);
  const id = await startOnly(world.createWorker(settings));
  await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);
  return world.fileBytes(id);
}

/** Lets the worker run until it sleeps (or ends), does something else meanwhile, then wakes it and waits for its end. */
async function meanwhile(world: World, id: string, sleepsAt: number, act: () => Promise<unknown>): Promise<void> {
  const { worker, asleep, wake } = sleepyWorker(world, sleepsAt);
  const end = driveSteps(worker.engine.steps, id, world.clock);
  await Promise.race([asleep, end]);
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  await act();
  wake();
  await end;
}

describe('a worker that sleeps at any instant while another one finishes its export', () => {
  it('changes nothing when it wakes', async () => {
    const expected = await undisturbedBytes();
    const instants = await countInstants();

    for (let sleepsAt = 1; sleepsAt <= instants; sleepsAt += 1) {
      const world = createWorld(data);
      const id = await startOnly(world.createWorker(settings));
      const other = world.createWorker(settings);
      await meanwhile(world, id, sleepsAt, () => driveSteps(other.engine.steps, id, world.clock));

      const record = world.record(id);
      assert.equal(record.state, 'completed', `asleep at instant ${sleepsAt}: ${record.failure?.message}`);
      assert.deepEqual(world.fileBytes(id), expected, `asleep at instant ${sleepsAt}`);
      assert.equal(world.sink.uploads.size, 0, `asleep at instant ${sleepsAt}: no upload is open`);
      assert.equal(world.source.snapshots.size, 0, `asleep at instant ${sleepsAt}: no snapshot is open`);
    }
  });
});

describe('a worker that sleeps at any instant while its export is cancelled', () => {
  it('leaves nothing behind when it wakes', async () => {
    const instants = await countInstants();

    for (let sleepsAt = 1; sleepsAt <= instants; sleepsAt += 1) {
      const world = createWorld(data);
      const id = await startOnly(world.createWorker(settings));
      const other = world.createWorker(settings);
      await meanwhile(world, id, sleepsAt, () => other.engine.cancel(id, { owner: 'ada' }));

      const { state } = world.record(id);
      assert.equal(world.sink.uploads.size, 0, `asleep at instant ${sleepsAt}: no upload is open`);
      assert.equal(world.source.snapshots.size, 0, `asleep at instant ${sleepsAt}: no snapshot is open`);
      assert.equal(world.sink.files.size, state === 'completed' ? 1 : 0, `asleep at instant ${sleepsAt}: ${state}`);
    }
  });
});
