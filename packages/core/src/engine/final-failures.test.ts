import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
} from '../../test/support/virtual-world.ts';
import { ExportEngineError } from '../errors/index.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, partsInFlight: 3, batches: 'json' };
const data = sampleRows(40);
const notify = [{ notifier: 'memory', recipient: { name: 'ada' } }];

describe('a failure that no retry can help', () => {
  it('at any instant of source and sink ends the export as failed, with nothing left and the requester told', async () => {
    let instants = Number.POSITIVE_INFINITY;
    for (let failsAt = 1; failsAt <= instants; failsAt += 1) {
      let instant = 0;
      const world = createWorld(data);
      const id = await startOnly(world.createWorker(settings), { notify });
      const { engine } = world.createWorker({
        ...settings,
        plan: ({ adapter, method }) => {
          // Clean-up is not made to fail: that is another test.
          if ((adapter !== 'source' && adapter !== 'sink') || ['close', 'abort', 'remove'].includes(method))
            return 'pass';
          instant += 1;
          return instant === failsAt
            ? { throw: new ExportEngineError('EXPORT_SINK_REJECTED', 'Access denied.') }
            : 'pass';
        },
      });

      await driveSteps(engine.steps, id, world.clock);
      if (instant < failsAt) {
        instants = instant;
        assert.equal(world.record(id).state, 'completed', 'a run in which nothing failed');
        break;
      }

      const record = world.record(id);
      assert.equal(record.state, 'failed', `failed at instant ${failsAt}`);
      assert.deepEqual(record.failure, { code: 'EXPORT_SINK_REJECTED', message: 'Access denied.' });
      assert.equal(world.sink.uploads.size, 0, `failed at instant ${failsAt}`);
      assert.equal(world.sink.files.size, 0, `failed at instant ${failsAt}`);
      assert.deepEqual(
        world.notifier.backend.events.map(({ type }) => type),
        ['failed'],
      );
    }
    assert.ok(instants > 50, `the export went through ${instants} instants`);
  });

  it('keeps the words of an unknown error out of the record: they may hold rows', async () => {
    const world = createWorld(data);
    const id = await startOnly(world.createWorker(settings));
    const { engine } = world.createWorker({
      ...settings,
      plan: ({ method }) => (method === 'writePart' ? { throw: new Error('failed on row "secret"') } : 'pass'),
    });

    await driveSteps(engine.steps, id, world.clock);

    assert.equal(world.record(id).failure?.code, 'EXPORT_UNEXPECTED');
    assert.doesNotMatch(JSON.stringify(world.record(id).failure), /secret/);
  });

  it('cleans up later what it could not clean up now', async () => {
    const world = createWorld(data);
    const id = await startOnly(world.createWorker(settings));
    const { engine } = world.createWorker({
      ...settings,
      plan: ({ method, call }) => {
        if (method === 'writePart' && call === 5)
          return { throw: new ExportEngineError('EXPORT_SINK_REJECTED', 'No.') };
        return method === 'abort' ? { throw: new ExportEngineError('EXPORT_SINK_REJECTED', 'No.') } : 'pass';
      },
    });
    await driveSteps(engine.steps, id, world.clock);
    assert.equal(world.record(id).isCleanedUp, false);
    assert.equal(world.sink.uploads.size, 1);

    const swept = await world.createWorker(settings).engine.sweep();

    assert.equal(swept.cleanedUp, 1);
    assert.equal(world.record(id).isCleanedUp, true);
    assert.equal(world.sink.uploads.size, 0);
  });
});
