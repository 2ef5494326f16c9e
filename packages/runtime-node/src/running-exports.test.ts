import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ExportEngineError, type ExportSteps, type StepOutcome } from '@export-engine/core';
import { describe, it } from 'vitest';
import { createRunningExports } from './running-exports.ts';

const { signal } = new AbortController();
const done: StepOutcome = { status: 'done', retryAfterMs: 0 };

/** Steps whose `advance` lasts until the export is let go, and that heed their signal. */
function heldSteps() {
  const called: string[] = [];
  const held = new Map<string, () => void>();
  const note = (name: string) => async (id: string) => {
    called.push(`${name} ${id}`);
    return done;
  };
  const steps: ExportSteps = {
    prepare: note('prepare'),
    advance: (id, options) => {
      called.push(`advance ${id}`);
      return new Promise((resolve, reject) => {
        held.set(id, () => resolve(done));
        options.signal.addEventListener('abort', () => reject(options.signal.reason as Error));
      });
    },
    finish: note('finish'),
    deliver: note('deliver'),
    fail: note('fail'),
  };
  return { steps, called, release: (id: string) => held.get(id)?.() };
}

const onLeft = () => assert.fail('No export should be left.');

describe('createRunningExports', () => {
  it('counts the exports that are worked on, not those that wait for their turn', async () => {
    const { steps, called, release } = heldSteps();
    const running = createRunningExports({ maxConcurrentExports: 2, onLeft });
    running.open();

    for (const id of ['a', 'b', 'c']) await running.start(id, { signal, steps });
    await pause(5);
    assert.equal(running.count, 2);

    release('a');
    release('b');
    await pause(5);
    assert.deepEqual(called.slice(-2), ['prepare c', 'advance c']);
    assert.equal(running.count, 1);
    release('c');
    await pause(5);
    assert.equal(running.count, 0);
  });

  it('leaves alone what is handed over before it is open and after it is closed', async () => {
    const { steps, called } = heldSteps();
    const running = createRunningExports({ maxConcurrentExports: 2, onLeft });

    await running.start('early', { signal, steps });
    running.open();
    await running.close();
    await running.start('late', { signal, steps });
    await pause(5);

    assert.deepEqual(called, []);
  });

  it('stops every export at the close, and those that wait never begin', async () => {
    const { steps, called } = heldSteps();
    const running = createRunningExports({ maxConcurrentExports: 1, onLeft });
    running.open();
    for (const id of ['a', 'b']) await running.start(id, { signal, steps });
    await pause(5);

    await running.close();

    assert.equal(running.count, 0);
    assert.deepEqual(called, ['prepare a', 'advance a']);
  });

  it('stops one export alone', async () => {
    const { steps } = heldSteps();
    const running = createRunningExports({ maxConcurrentExports: 2, onLeft });
    running.open();
    for (const id of ['a', 'b']) await running.start(id, { signal, steps });
    await pause(5);

    await running.stop('a', { signal, steps });

    assert.equal(running.count, 1);
    await running.close();
  });

  it('counts a step that throws as ended, and goes on to fail', async () => {
    const { steps, called } = heldSteps();
    const broken = new ExportEngineError('EXPORT_SOURCE_REJECTED', 'No such index.');
    const running = createRunningExports({ maxConcurrentExports: 2, onLeft });
    running.open();

    await running.start('a', { signal, steps: { ...steps, prepare: () => Promise.reject(broken) } });
    await pause(5);

    assert.deepEqual(called, ['fail a', 'deliver a']);
    assert.equal(running.count, 0);
  });
});
