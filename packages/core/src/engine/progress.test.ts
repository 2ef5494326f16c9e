import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { atEachInstant, createWorld, driveSteps, sampleRows, startOnly } from '../../test/support/virtual-world.ts';
import type { ExportProgress } from './progress.ts';

async function runWith(onProgress: (progress: ExportProgress) => void) {
  const world = createWorld(sampleRows(60));
  const options = { partBytes: 90, pageBytes: 150, batches: 'json' } as const;
  const plan = atEachInstant(() => world.clock.advance(10));
  const worker = world.createWorker({ ...options, onProgress, plan });
  const id = await startOnly(worker);
  await driveSteps(worker.engine.steps, id, world.clock);
  return { world, id, engine: worker.engine };
}

describe('progress', () => {
  it('comes after every page, only ever grows, and ends with the file as it is', async () => {
    const seen: ExportProgress[] = [];

    const { world, id } = await runWith((progress) => seen.push(progress));

    assert.ok(seen.length > 10);
    for (const [index, { rows, bytes }] of seen.entries()) {
      assert.ok(rows >= (seen[index - 1]?.rows ?? 0) && bytes >= (seen[index - 1]?.bytes ?? 0));
    }
    const last = seen.at(-1);
    assert.equal(last?.state, 'completed');
    assert.equal(last?.rows, 60);
    assert.equal(last?.bytes, world.fileBytes(id).length);
    assert.equal(last?.expectedRows, 60);
  });

  it('tells a rate and the time left by it', async () => {
    const seen: ExportProgress[] = [];

    await runWith((progress) => seen.push(progress));

    const middle = seen[Math.floor(seen.length / 2)];
    assert.ok((middle?.rowsPerSecond ?? 0) > 0);
    const left = (60 - (middle?.rows ?? 0)) / (middle?.rowsPerSecond ?? 1);
    assert.ok(Math.abs((middle?.secondsLeft ?? -1) - left) <= 1);
  });

  it('is in the record too, with what is durable', async () => {
    const { engine, id } = await runWith(() => undefined);

    const { progress } = await engine.status(id, { owner: 'ada' });

    assert.deepEqual([progress.rows, progress.expectedRows, progress.state], [60, 60, 'completed']);
  });

  it('that throws does not hurt the export', async () => {
    const { world, id } = await runWith(() => {
      throw new Error('progress bar broken');
    });

    assert.equal(world.record(id).state, 'completed');
  });
});
