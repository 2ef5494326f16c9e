import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
  type World,
} from '../../test/support/virtual-world.ts';
import type { Format } from '../contracts/index.ts';
import { csv } from '../formats/csv/index.ts';
import { gzip } from '../formats/gzip/gzip.ts';

/** Blocks so small that every part has several. */
function tinyBlocks(blockBytes: number): Format {
  const format = gzip(csv());
  assert.ok(format.compression !== undefined);
  return { ...format, compression: { ...format.compression, blockBytes } };
}

const formats = { csv: csv(), gz: tinyBlocks(120) };
const settings: WorkerOptions = { partBytes: 300, pageBytes: 150, partsInFlight: 2, leaseSeconds: 5, formats };
const columns = ['id', 'text', 'n'];

async function fileOf(rows: readonly string[], request: object, options: WorkerOptions = settings): Promise<Buffer> {
  const world = createWorld(rows);
  const worker = world.createWorker(options);
  const id = await startOnly(worker, { columns, ...request });
  await driveSteps(worker.engine.steps, id, world.clock);
  assert.equal(world.record(id).state, 'completed', world.record(id).failure?.message);
  return Buffer.from(world.fileBytes(id));
}

describe('a compressed export', { timeout: 30_000 }, () => {
  it.each([
    { rows: 0, partitions: 1 },
    { rows: 1, partitions: 1 },
    { rows: 80, partitions: 1 },
    { rows: 0, partitions: 3 },
    { rows: 2, partitions: 3 },
    { rows: 80, partitions: 3 },
  ])('is one gzip member with the bytes of the uncompressed file: $rows rows, $partitions partitions', async (each) => {
    const { rows, partitions } = each;
    const plain = await fileOf(sampleRows(rows), { format: 'csv', partitions });
    const compressed = await fileOf(sampleRows(rows), { format: 'gz', partitions });

    assert.deepEqual(gunzipSync(compressed), plain);
  });

  it('has the same bytes whatever the pages and whoever reads the partitions', async () => {
    const expected = await fileOf(sampleRows(80), { format: 'gz', partitions: 3 });
    for (const pageBytes of [1, 90, 1000, 100_000]) {
      for (const canAssemble of [true, false]) {
        const options = { ...settings, pageBytes, canAssemble };
        const other = await fileOf(sampleRows(80), { format: 'gz', partitions: 3 }, options);

        assert.deepEqual(other, expected, `pages of ${pageBytes} bytes, assembled: ${canAssemble}`);
      }
    }
  });

  it.each([1, 3])('has the same bytes after a kill at any instant: %i partitions', async (partitions) => {
    const data = sampleRows(50);
    const request = { format: 'gz', partitions, columns };
    const expected = await fileOf(data, request);
    for (let diesAt = 1; ; diesAt += 1) {
      const world = createWorld(data);
      const id = await startOnly(world.createWorker(settings), request);
      const isDead = await runUntilDeath(world, id, diesAt);
      await driveSteps(world.createWorker(settings).engine.steps, id, world.clock);

      assert.deepEqual(Buffer.from(world.fileBytes(id)), expected, `killed at instant ${diesAt}`);
      assert.equal(world.sink.files.size, 1);
      assert.equal(world.sink.uploads.size, 0);
      if (!isDead) return;
    }
  });

  it('shows how many bytes are stored, not how many were compressed', async () => {
    const world = createWorld(sampleRows(80));
    const worker = world.createWorker(settings);
    const id = await startOnly(worker, { format: 'gz', columns });
    await driveSteps(worker.engine.steps, id, world.clock);

    const { progress } = await worker.engine.status(id, { owner: 'ada' });

    assert.equal(progress.bytes, world.fileBytes(id).length);
  });

  it('is named after what it is, however the request names it', async () => {
    const { engine, orchestrator } = createWorld([]).createWorker(settings);
    const names: string[] = [];
    for (const fileName of ['posts', 'posts.csv', 'posts.csv.gz', 'posts.gz']) {
      names.push((await engine.start({ owner: 'ada', query: {}, columns, format: 'gz', fileName })).fileName);
    }
    await orchestrator.close();

    assert.deepEqual(names, ['posts.csv.gz', 'posts.csv.gz', 'posts.csv.gz', 'posts.gz.csv.gz']);
  });
});

/** @returns whether the worker came so far as to die */
async function runUntilDeath(world: World, id: string, diesAt: number): Promise<boolean> {
  const { promise: death, resolve: die } = Promise.withResolvers<boolean>();
  let instant = 0;
  const mortal = world.createWorker({
    ...settings,
    plan: () => {
      instant += 1;
      if (instant < diesAt) return 'pass';
      die(true);
      return 'hang';
    },
  });
  const end = driveSteps(mortal.engine.steps, id, world.clock).then(() => false);
  const isDead = await Promise.race([end, death]);
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  return isDead;
}
