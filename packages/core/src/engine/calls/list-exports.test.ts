import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createWorld, driveSteps, sampleRows, startOnly } from '../../../test/support/virtual-world.ts';

describe('list', () => {
  it('tells the owner of all his exports, the newest first, and of no others', async () => {
    const world = createWorld(sampleRows(3));
    const worker = world.createWorker();
    const ids: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      ids.push(await startOnly(worker, { label: `number ${index}` }));
      await startOnly(worker, { owner: 'mallory' });
      world.clock.advance(1);
    }

    const all = await worker.engine.list({ owner: 'ada' });
    const few = await worker.engine.list({ owner: 'ada', limit: 3 });

    assert.deepEqual(
      all.map(({ id }) => id),
      ids.toReversed(),
    );
    assert.deepEqual(
      few.map(({ label }) => label),
      ['number 39', 'number 38', 'number 37'],
    );
    assert.deepEqual(await worker.engine.list({ owner: 'nobody' }), []);
  });

  it('shows an ended export as it ended', async () => {
    const world = createWorld(sampleRows(3));
    const worker = world.createWorker();
    const id = await startOnly(worker);
    await driveSteps(worker.engine.steps, id, world.clock);

    const [status] = await worker.engine.list({ owner: 'ada' });

    assert.deepEqual([status?.state, status?.progress.rows], ['completed', 3]);
  });

  it('refuses a limit out of bounds', async () => {
    const { engine } = createWorld([]).createWorker();

    await assert.rejects(engine.list({ owner: 'ada', limit: 0 }), { code: 'EXPORT_OPTIONS_INVALID' });
    await assert.rejects(engine.list({ owner: 'ada', limti: 1 } as never), { code: 'EXPORT_OPTIONS_INVALID' });
  });
});
