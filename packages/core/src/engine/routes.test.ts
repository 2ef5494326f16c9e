import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import {
  createWorld,
  driveSteps,
  sampleRows,
  startOnly,
  type WorkerOptions,
} from '../../test/support/virtual-world.ts';
import { preferredRoute } from '../formats/csv/csv-route.ts';
import { csv } from '../formats/csv/index.ts';
import { gzip } from '../formats/gzip/gzip.ts';

const settings: WorkerOptions = { partBytes: 90, pageBytes: 150, batches: 'json' };

async function objectRowsOf(options: WorkerOptions, request: object = {}, rows = sampleRows(40)): Promise<number> {
  const world = createWorld(rows);
  const worker = world.createWorker({ ...settings, ...options });
  const id = await startOnly(worker, request);
  await driveSteps(worker.engine.steps, id, world.clock);
  const { state, checkpoint } = world.record(id);
  assert.deepEqual([state, checkpoint.rows], ['completed', rows.length]);
  return checkpoint.objectRows;
}

describe('the record', () => {
  it.skipIf(preferredRoute === 'object')('counts no row that went from bytes to bytes', async () => {
    assert.equal(await objectRowsOf({}), 0);
    assert.equal(await objectRowsOf({}, { columns: ['id', 'nested.path'] }), 0);
    assert.equal(
      await objectRowsOf({ columns: [{ header: 'x', from: ['n'], value: (n: unknown) => Number(n) + 1 }] }),
      0,
    );
    assert.equal(await objectRowsOf({}, { partitions: 3 }), 0);
    assert.equal(await objectRowsOf({ formats: { gz: gzip(csv()) } }), 0);
  });

  it('counts the rows for which objects had to be made', async () => {
    assert.equal(
      await objectRowsOf({ columns: [{ header: 'x', value: (row: object) => Object.keys(row).length }] }),
      40,
    );
    assert.equal(await objectRowsOf({ batches: 'documents' }), 40);
    assert.equal(await objectRowsOf({}, { format: 'ndjson' }), 40);
    assert.equal(await objectRowsOf({ batches: 'documents' }, { partitions: 3 }), 40);
    assert.equal(await objectRowsOf({ batches: 'documents', formats: { gz: gzip(csv()) } }), 40);
  });
});
