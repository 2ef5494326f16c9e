import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { ExportSteps, StepOutcome } from '../contracts/index.ts';
import { inProcessOrchestrator } from './in-process.ts';

const { signal } = new AbortController();
const done: StepOutcome = { status: 'done', retryAfterMs: 0 };

/** Steps that are all done at once, but for those of `changes`. */
function stepsWith(changes: Partial<ExportSteps>): ExportSteps {
  const step = async () => done;
  return { prepare: step, advance: step, finish: step, deliver: step, fail: step, ...changes };
}

describe('inProcessOrchestrator', () => {
  it("lets its own exports go on while another worker holds one, and takes that one's turn again", async () => {
    const orchestrator = inProcessOrchestrator({ maxConcurrentExports: 1 });
    let isHeldElsewhere = true;
    let running = 0;
    const order: string[] = [];
    const advance: ExportSteps['advance'] = async (id) => {
      running += 1;
      assert.equal(running, 1);
      await new Promise(setImmediate);
      running -= 1;
      if (id === 'held' && isHeldElsewhere) return { status: 'busy', retryAfterMs: 5 };
      order.push(id);
      return done;
    };
    const deliver: ExportSteps['deliver'] = async (id) => {
      if (id === 'own 2') isHeldElsewhere = false;
      return done;
    };
    for (const id of ['held', 'own 1', 'own 2'])
      await orchestrator.start(id, { signal, steps: stepsWith({ advance, deliver }) });

    await orchestrator.idle();

    assert.deepEqual(order, ['own 1', 'own 2', 'held']);
  });

  it('has as many turns to give as before after stopping exports that wait for another worker', async () => {
    const orchestrator = inProcessOrchestrator({ maxConcurrentExports: 1 });
    const busy = stepsWith({ advance: async () => ({ status: 'busy', retryAfterMs: 5 }) });
    for (const id of ['a', 'b', 'c']) await orchestrator.start(id, { signal, steps: busy });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await orchestrator.close();
    let running = 0;
    let most = 0;
    const advance: ExportSteps['advance'] = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return done;
    };

    for (const id of ['d', 'e', 'f']) await orchestrator.start(id, { signal, steps: stepsWith({ advance }) });
    await orchestrator.idle();

    assert.equal(most, 1);
  });
});
