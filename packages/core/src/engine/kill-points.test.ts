import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
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

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, partsInFlight: 3, leaseSeconds: 5 };

/** The file of an export that nothing disturbed, and how many instants it went through. */
async function undisturbed(rows: readonly string[], options: WorkerOptions, request: object) {
  let instants = 0;
  const world = createWorld(rows);
  const worker = world.createWorker({ ...options, plan: atEachInstant(() => instants++) });
  const id = await startOnly(worker, request);
  const started = instants;
  await driveSteps(worker.engine.steps, id, world.clock);
  return { bytes: world.fileBytes(id), instants: instants - started, record: world.record(id) };
}

/** A worker whose process dies at its n-th instant: from there on nothing it asked for ever comes back. */
function mortalWorker(world: World, options: WorkerOptions, diesAt: number) {
  const { promise: death, resolve: die } = Promise.withResolvers<WorldPoint>();
  let instant = 0;
  const worker = world.createWorker({
    ...options,
    plan: (point) => {
      instant += 1;
      if (instant < diesAt) return 'pass';
      die(point);
      return 'hang';
    },
  });
  return { worker, death };
}

/** What the dead process had already sent still arrives: a few turns later. */
async function runUntilDeath(world: World, { worker, death }: ReturnType<typeof mortalWorker>, id: string) {
  const end = await Promise.race([driveSteps(worker.engine.steps, id, world.clock).then(() => undefined), death]);
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  return end;
}

function assertNothingLeft(world: World, deaths: readonly (WorldPoint | undefined)[]): void {
  assert.equal(world.sink.uploads.size, 0, 'no upload is open');
  assert.equal(world.sink.files.size, 1, 'one file is stored');
  // A snapshot opened and not yet recorded when its process died is known to nobody: the server's keep-alive ends it.
  const orphans = deaths.filter((point) => point && isOpenedUnrecorded(point)).length;
  assert.ok(world.source.snapshots.size <= orphans, 'no snapshot is open');
}

function isOpenedUnrecorded({ adapter, method, phase }: WorldPoint): boolean {
  return (
    (adapter === 'source' && method === 'open' && phase === 'after') ||
    // Between the two, segments are recorded, or found to be.
    (adapter === 'store' && (method === 'write' || method === 'read'))
  );
}

describe('an export whose process is killed', { timeout: 30_000 }, () => {
  it.each([
    { name: 'many parts', rows: 60, request: {} },
    { name: 'many partitions', rows: 60, request: { partitions: 4 } },
    { name: 'less than one part', rows: 1, request: {} },
    { name: 'no rows', rows: 0, request: { columns: ['id'] } },
  ])('has the same bytes after a kill at any instant: $name', async ({ rows, request }) => {
    const data = sampleRows(rows);
    const expected = await undisturbed(data, settings, request);

    for (let diesAt = 1; diesAt <= expected.instants; diesAt += 1) {
      const world = createWorld(data);
      const id = await startOnly(world.createWorker(settings), request);
      const death = await runUntilDeath(world, mortalWorker(world, settings, diesAt), id);
      await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);

      assert.deepEqual(world.fileBytes(id), expected.bytes, `killed at instant ${diesAt}: ${JSON.stringify(death)}`);
      assert.equal(world.record(id).state, 'completed');
      assert.equal(world.record(id).checkpoint.rows, rows);
      assertNothingLeft(world, [death]);
    }
  });

  it('costs at most the parts that were in flight', async () => {
    const data = sampleRows(60);
    const expected = await undisturbed(data, { ...settings, partsInFlight: 1 }, {});
    const partCount = expected.record.checkpoint.receipts.length;

    for (let diesAt = 1; diesAt <= expected.instants; diesAt += 7) {
      let parts = 0;
      const count = (point: WorldPoint) => {
        if (point.method === 'writePart' && point.phase === 'before') parts += 1;
        return 'pass' as const;
      };
      const world = createWorld(data);
      const single = { ...settings, partsInFlight: 1 };
      const id = await startOnly(world.createWorker(single));
      const { worker, death } = mortalWorker(world, single, diesAt);
      await runUntilDeath(world, { worker, death }, id);
      const durable = world.record(id).checkpoint.receipts.length;
      await driveSteps(world.createWorker({ ...single, plan: count }).engine.steps, id, world.clock);

      assert.equal(parts, partCount - durable, `killed at instant ${diesAt}, ${durable} of ${partCount} parts durable`);
    }
  });

  it('has the same bytes whatever the pages, the parts, their number in flight and the kills', async () => {
    const oneRun = {
      rows: fc.integer({ min: 0, max: 80 }),
      partitions: fc.integer({ min: 1, max: 5 }),
      batches: fc.constantFrom('documents' as const, 'json' as const),
      workers: fc.array(
        fc.record({
          partBytes: fc.integer({ min: 10, max: 3000 }),
          pageBytes: fc.integer({ min: 1, max: 4000 }),
          partsInFlight: fc.integer({ min: 1, max: 5 }),
          diesAt: fc.integer({ min: 1, max: 120 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(oneRun), async ({ rows, partitions, batches, workers }) => {
        const data = sampleRows(rows);
        const request = { partitions, columns: ['id', 'text', 'n'] };
        const expected = await undisturbed(data, { ...settings, batches }, request);
        const world = createWorld(data);
        const id = await startOnly(world.createWorker(settings), request);

        const deaths: (WorldPoint | undefined)[] = [];
        for (const { diesAt, ...options } of workers) {
          const mortal = mortalWorker(world, { ...options, batches, leaseSeconds: 5 }, diesAt);
          deaths.push(await runUntilDeath(world, mortal, id));
        }
        await driveSteps(world.createWorker({ ...settings, batches }).engine.steps, id, world.clock);

        assert.deepEqual(world.fileBytes(id), expected.bytes);
        assertNothingLeft(world, deaths);
      }),
      { numRuns: 150 },
    );
  });
});
