import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type Worker,
  type WorkerOptions,
  type World,
  type WorldPoint,
} from '../../../test/support/virtual-world.ts';
import type { SegmentRecord } from './segment-record.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, partsInFlight: 3, leaseSeconds: 5 };
const { signal } = new AbortController();

/** Has each partition advanced by a worker of its own, as a state machine's map does. */
async function advanceSideBySide(world: World, id: string, workerOf: (partition: number) => Worker): Promise<void> {
  const { partitions = 0 } = await world.createWorker(settings).engine.steps.prepare(id, { signal });
  await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const { advance } = workerOf(partition).engine.steps;
      for (;;) {
        const { status, retryAfterMs } = await advance(id, { signal, partition });
        if (status === 'done' || status === 'ended') return;
        await world.clock.sleep(retryAfterMs, signal);
      }
    }),
  );
}

/** The same export by one worker that reads the partitions one after the other into one upload. */
async function inOneUpload(data: readonly string[], request: object): Promise<Uint8Array> {
  const world = createWorld(data);
  const worker = world.createWorker({ ...settings, canAssemble: false });
  const id = await startOnly(worker, request);
  await driveSteps(worker.engine.steps, id, world.clock);
  assert.equal(world.record(id).plan?.segments, null);
  return world.fileBytes(id);
}

function segmentKeys(world: World): readonly string[] {
  return [...world.store.entries.keys()].filter((key) => key.startsWith('segments/'));
}

function segment(world: World, id: string, partition: number): SegmentRecord {
  return JSON.parse(world.store.entries.get(`segments/${id}/${partition}`)?.json ?? 'null') as SegmentRecord;
}

function assertOnlyTheFileIsLeft(world: World, files: number): void {
  assert.equal(world.sink.uploads.size, 0, 'no upload is open');
  assert.equal(world.sink.files.size, files, 'no segment is stored');
  assert.equal(world.source.snapshots.size, 0, 'no snapshot is open');
  assert.deepEqual(segmentKeys(world), []);
}

describe('an export whose partitions are advanced side by side', () => {
  it.each([
    { name: 'many parts each', rows: 60, partitions: 4 },
    { name: 'less than one part each', rows: 4, partitions: 4 },
    { name: 'more partitions than rows', rows: 2, partitions: 7 },
    { name: 'no rows', rows: 0, partitions: 3 },
  ])('has the bytes of one worker that reads them in order: $name', async ({ rows, partitions }) => {
    const request = { partitions, columns: ['id', 'text', 'n'] };
    const expected = await inOneUpload(sampleRows(rows), request);
    const world = createWorld(sampleRows(rows));
    const id = await startOnly(world.createWorker(settings), request);

    await advanceSideBySide(world, id, () => world.createWorker(settings));
    await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);

    assert.equal(world.record(id).state, 'completed', world.record(id).failure?.message);
    assert.deepEqual(world.fileBytes(id), expected);
    assert.equal(world.record(id).checkpoint.rows, rows);
    assertOnlyTheFileIsLeft(world, 1);
  });

  it('has the same bytes whatever the kills of its workers', async () => {
    const runs = fc.record({
      rows: fc.integer({ min: 0, max: 60 }),
      partitions: fc.integer({ min: 2, max: 5 }),
      deaths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 5, maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ rows, partitions, deaths }) => {
        const request = { partitions, columns: ['id', 'text', 'n'] };
        const expected = await inOneUpload(sampleRows(rows), request);
        const world = createWorld(sampleRows(rows));
        const id = await startOnly(world.createWorker(settings), request);
        const { partitions: count = 1 } = await world.createWorker(settings).engine.steps.prepare(id, { signal });
        for (let partition = 0; partition < count; partition += 1) {
          let instants = 0;
          const diesAt = deaths[partition] ?? 1;
          const plan = () => (++instants < diesAt ? 'pass' : 'hang');
          const mortal = world.createWorker({ ...settings, plan });
          void mortal.engine.steps.advance(id, { signal, partition }).catch(() => undefined);
        }
        for (let turn = 0; turn < 20; turn += 1) await setImmediate();

        await advanceSideBySide(world, id, () => world.createWorker(settings));
        await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);

        assert.equal(world.record(id).state, 'completed', world.record(id).failure?.message);
        assert.deepEqual(world.fileBytes(id), expected);
        assertOnlyTheFileIsLeft(world, 1);
      }),
      { numRuns: 100 },
    );
  });

  it('shows the sum of what is durable while it runs', async () => {
    const world = createWorld(sampleRows(60));
    const worker = world.createWorker(settings);
    const id = await startOnly(worker, { partitions: 3 });
    await worker.engine.steps.prepare(id, { signal });
    await worker.engine.steps.advance(id, { signal, partition: 0 });
    await worker.engine.steps.advance(id, { signal, partition: 2 });

    const { progress } = await worker.engine.status(id, { owner: 'ada' });

    const rows = [0, 1, 2].map((partition) => segment(world, id, partition).checkpoint.rows);
    assert.deepEqual([progress.rows, rows[1]], [(rows[0] ?? 0) + (rows[2] ?? 0), 0]);
    assert.ok(progress.rows > 0);
    assert.equal(progress.expectedRows, 60);
  });

  it('tells how many workers it can use, and whom it will tell', async () => {
    const world = createWorld(sampleRows(10));
    const worker = world.createWorker(settings);
    const notify = [
      { notifier: 'memory', recipient: { name: 'ada' } },
      { notifier: 'memory', recipient: { name: 'grace' } },
    ];
    const split = await startOnly(worker, { partitions: 3, notify });
    const whole = await startOnly(worker);

    const expected = { status: 'done', retryAfterMs: 0 };
    for (let time = 0; time < 2; time += 1) {
      const { prepare } = worker.engine.steps;
      assert.deepEqual(await prepare(split, { signal }), { ...expected, partitions: 3, notifiers: ['memory'] });
      assert.deepEqual(await prepare(whole, { signal }), { ...expected, partitions: 1, notifiers: [] });
    }
  });

  it('refuses a partition that it does not have', async () => {
    const world = createWorld(sampleRows(10));
    const { steps } = world.createWorker(settings).engine;
    for (const [partitions, partition] of [
      [1, 1],
      [3, 3],
    ] as const) {
      const id = await startOnly(world.createWorker(settings), { partitions });
      await steps.prepare(id, { signal });

      await assert.rejects(steps.advance(id, { signal, partition }), { code: 'EXPORT_STATE_INVALID' });
    }
  });

  it('is not finished while one partition has rows left', async () => {
    const world = createWorld(sampleRows(30));
    const { steps } = world.createWorker(settings).engine;
    const id = await startOnly(world.createWorker(settings), { partitions: 3 });
    await steps.prepare(id, { signal });
    await steps.advance(id, { signal, partition: 0 });
    await steps.advance(id, { signal, partition: 2 });

    await assert.rejects(steps.finish(id, { signal }), { code: 'EXPORT_STATE_INVALID' });
    assert.equal(world.sink.files.size, 0);
  });

  it('keeps a second worker off a partition, and lets it have another one', async () => {
    const world = createWorld(sampleRows(30));
    const id = await startOnly(world.createWorker(settings), { partitions: 2 });
    const hanging = world.createWorker({ ...settings, plan: ({ adapter }) => (adapter === 'sink' ? 'hang' : 'pass') });
    await hanging.engine.steps.prepare(id, { signal });
    void hanging.engine.steps.advance(id, { signal, partition: 0 }).catch(() => undefined);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();

    const { steps } = world.createWorker(settings).engine;

    assert.equal((await steps.advance(id, { signal, partition: 0 })).status, 'busy');
    assert.equal((await steps.advance(id, { signal, partition: 1 })).status, 'done');
  });

  it('leaves nothing behind when it is cancelled while workers are on it', async () => {
    const world = createWorld(sampleRows(60));
    const canceller = world.createWorker(settings);
    const id = await startOnly(canceller, { partitions: 3 });
    let parts = 0;
    let cancelling: Promise<unknown> | undefined;
    const worker = world.createWorker({
      ...settings,
      plan: ({ method, phase }) => {
        if (method === 'writePart' && phase === 'after' && ++parts === 4) {
          cancelling = canceller.engine.cancel(id, { owner: 'ada' });
        }
        return 'pass';
      },
    });

    await advanceSideBySide(world, id, () => worker);
    await cancelling;

    assert.equal(world.record(id).state, 'cancelled');
    assertOnlyTheFileIsLeft(world, 0);
  });

  it('fails as a whole, leaving nothing, when one partition fails for ever', async () => {
    const world = createWorld(sampleRows(60));
    const worker = world.createWorker({
      ...settings,
      plan: ({ method, call }) =>
        method === 'writePart' && call >= 5 ? { throw: new Error('a broken disk') } : 'pass',
    });
    const id = await startOnly(worker, { partitions: 3 });

    await driveSteps(worker.engine.steps, id, world.clock);

    assert.equal(world.record(id).state, 'failed');
    assertOnlyTheFileIsLeft(world, 0);
  });

  it('is not abandoned while a partition moves, and is when none does', async () => {
    const world = createWorld(sampleRows(60));
    const worker = world.createWorker(settings);
    const id = await startOnly(worker, { partitions: 2 });
    await worker.engine.steps.prepare(id, { signal });
    world.clock.advance(100_000_000);
    await worker.engine.steps.advance(id, { signal, partition: 1 });

    assert.equal((await worker.engine.sweep()).failed, 0);
    world.clock.advance(100_000_000);
    assert.equal((await worker.engine.sweep()).failed, 1);

    assertOnlyTheFileIsLeft(world, 0);
  });
});

describe('a worker of one partition that sleeps at any instant', () => {
  const data = sampleRows(24);

  it.each([
    {
      words: 'another one goes on with its partition',
      act: (world: World, id: string, other: Worker) => advanceSideBySide(world, id, () => other),
    },
    {
      words: 'another one finishes the export',
      act: (world: World, id: string, other: Worker) => driveSteps(other.engine.steps, id, world.clock),
    },
  ])('changes nothing when it wakes, while $words', async ({ act }) => {
    const expected = await inOneUpload(data, { partitions: 2 });
    for (let sleepsAt = 1, hasSlept = true; hasSlept; sleepsAt += 1) {
      const { world, id, ...run } = await meanwhile(data, sleepsAt, act);
      hasSlept = run.hasSlept;

      const where = `asleep at instant ${sleepsAt}: ${world.record(id).failure?.message}`;
      assert.equal(world.record(id).state, 'completed', where);
      assert.deepEqual(world.fileBytes(id), expected, where);
      assertOnlyTheFileIsLeft(world, 1);
    }
  });

  it('fails nothing when it wakes, while another one has completed its segment and not yet the whole', async () => {
    const expected = await inOneUpload(data, { partitions: 2 });
    for (let sleepsAt = 1, hasSlept = true; hasSlept; sleepsAt += 1) {
      const { promise: mayAssemble, resolve: assemble } = Promise.withResolvers<void>();
      let finishing: Promise<unknown> | undefined;
      const { world, id, ...run } = await meanwhile(data, sleepsAt, async (world, id, other) => {
        await advanceSideBySide(world, id, () => other);
        const plan = ({ method, phase }: WorldPoint) =>
          method === 'assemble' && phase === 'before' ? { until: mayAssemble } : ('pass' as const);
        finishing = world.createWorker({ ...settings, plan }).engine.steps.finish(id, { signal });
        for (let turn = 0; turn < 40; turn += 1) await setImmediate();
        setTimeout(assemble, 20);
      });
      hasSlept = run.hasSlept;
      await finishing;

      const where = `asleep at instant ${sleepsAt}: ${world.record(id).failure?.message}`;
      assert.equal(world.record(id).state, 'completed', where);
      assert.deepEqual(world.fileBytes(id), expected, where);
    }
  });

  it('leaves nothing behind when it wakes, while its export is cancelled', async () => {
    for (let sleepsAt = 1, hasSlept = true; hasSlept; sleepsAt += 1) {
      const cancel = (_: World, id: string, { engine }: Worker) => engine.cancel(id, { owner: 'ada' });
      const { world, id, ...run } = await meanwhile(data, sleepsAt, cancel);
      hasSlept = run.hasSlept;

      assert.equal(world.record(id).state, 'cancelled', `asleep at instant ${sleepsAt}`);
      assertOnlyTheFileIsLeft(world, 0);
    }
  });
});

/** Lets a worker of the second partition sleep from its n-th instant on while another one acts; then both go on. */
async function meanwhile(
  data: readonly string[],
  sleepsAt: number,
  act: (world: World, id: string, other: Worker) => Promise<unknown>,
) {
  const world = createWorld(data);
  const other = world.createWorker(settings);
  const id = await startOnly(other, { partitions: 2 });
  await other.engine.steps.prepare(id, { signal });
  const sleepy = await fallAsleep(world, id, sleepsAt);
  world.clock.advance(6000);
  await act(world, id, other);
  await sleepy.wakeUp();
  await driveSteps(other.engine.steps, id, world.clock);
  return { world, id, hasSlept: sleepy.hasSlept };
}

/** A worker of the second partition that stops at its n-th instant; when it fails after waking, the export is failed. */
async function fallAsleep(world: World, id: string, sleepsAt: number) {
  const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
  let instants = 0;
  const plan = () => {
    instants += 1;
    return instants < sleepsAt ? ('pass' as const) : { until: awake };
  };
  const { steps } = world.createWorker({ ...settings, plan }).engine;
  const end = steps.advance(id, { signal, partition: 1 }).catch((error: unknown) => steps.fail(id, error, { signal }));
  for (let turn = 0; turn < 40; turn += 1) await setImmediate();
  return {
    hasSlept: instants >= sleepsAt,
    async wakeUp() {
      wake();
      await end;
    },
  };
}
