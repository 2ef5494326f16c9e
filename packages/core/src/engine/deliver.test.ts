import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createWorld, driveSteps, sampleRows, startOnly, type WorldPlan } from '../../test/support/virtual-world.ts';
import { ExportEngineError } from '../errors/index.ts';

const notify = [
  { notifier: 'memory', recipient: { name: 'ada' } },
  { notifier: 'memory', recipient: { name: 'bob' } },
];

async function runWith(plan: WorldPlan) {
  const world = createWorld(sampleRows(5));
  const id = await startOnly(world.createWorker(), { notify, fileName: 'Grüße' });
  await driveSteps(world.createWorker({ plan }).engine.steps, id, world.clock);
  return { world, id, record: world.record(id), events: world.notifier.backend.events };
}

function failing(isRetryable: boolean, times = Number.POSITIVE_INFINITY): WorldPlan {
  return ({ method, call, phase }) =>
    method === 'notify' && phase === 'before' && call < times
      ? { throw: new ExportEngineError('EXPORT_NOTIFY_FAILED', 'The mail server is away.', { isRetryable }) }
      : 'pass';
}

describe('deliver', () => {
  it('tells every recipient of a completed export once, without a link or a row', async () => {
    const { events, record } = await runWith(() => 'pass');

    assert.deepEqual(
      events.map(({ recipient }) => recipient),
      [{ name: 'ada' }, { name: 'bob' }],
    );
    const [event] = events;
    assert.equal(event?.type, 'completed');
    assert.equal(event?.fileName, 'Grüße.csv');
    assert.equal(event?.rows, 5);
    assert.equal(event?.bytes, record.file?.bytes);
    assert.doesNotMatch(JSON.stringify(events), /memory:|plain/);
  });

  it('tells again after a transient failure, and nobody twice who was told', async () => {
    const { events, record } = await runWith(failing(true, 2));

    assert.deepEqual(
      events.map(({ recipient }) => recipient),
      [{ name: 'ada' }, { name: 'bob' }],
    );
    assert.deepEqual(
      record.deliveries.map(({ status, attempts }) => [status, attempts]),
      [
        ['sent', 2],
        ['sent', 2],
      ],
    );
  });

  it('never fails the export: a notifier that is always away is recorded as failed after six tries', async () => {
    const { record } = await runWith(failing(true));

    assert.equal(record.state, 'completed');
    assert.deepEqual(
      record.deliveries.map(({ status, attempts, code }) => ({ status, attempts, code })),
      Array(2).fill({ status: 'failed', attempts: 6, code: 'EXPORT_NOTIFY_FAILED' }),
    );
  });

  it('gives up at once when no further try can help', async () => {
    const { record } = await runWith(failing(false));

    assert.deepEqual(
      record.deliveries.map(({ attempts }) => attempts),
      [1, 1],
    );
  });

  it('refuses to tell of an export that has not ended', async () => {
    const world = createWorld([]);
    const worker = world.createWorker();
    const id = await startOnly(worker);

    await assert.rejects(worker.engine.steps.deliver(id, { signal: new AbortController().signal }), {
      code: 'EXPORT_STATE_INVALID',
    });
  });
});
