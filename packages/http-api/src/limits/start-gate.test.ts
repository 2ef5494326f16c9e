import assert from 'node:assert/strict';
import type { ExportStatus } from '@export-engine/core';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import type { ExportApiProblem } from '../index.ts';
import { createStartGate } from './start-gate.ts';

const { signal } = new AbortController();

describe('createStartGate', () => {
  it.each([
    [[null, null], '60'],
    [[12, 300], '12'],
    [[0, null], '5'],
    [[86_400, null], '60'],
  ])('tells exports with %j seconds left to come again in %s', async (estimates, retryAfter) => {
    const { engine } = createApiWorld();
    const underWay = estimates.map((secondsLeft) => ({ state: 'running', progress: { secondsLeft } }) as ExportStatus);
    const gate = createStartGate({ ...engine, list: async () => underWay }, 2);

    await assert.rejects(gate.start({ owner: 'ada', query: {} }, { signal }), (problem: ExportApiProblem) => {
      return problem.status === 429 && problem.headers['Retry-After'] === retryAfter;
    });
  });

  it('starts nothing for a client that left while it waited for its turn', async () => {
    const { engine, source } = createApiWorld();
    source.hold();
    const gate = createStartGate(engine, 10);
    const leaving = new AbortController();

    const first = gate.start({ owner: 'ada', query: {} }, { signal });
    const second = gate.start({ owner: 'ada', query: {} }, { signal: leaving.signal });
    leaving.abort('gone');

    await first;
    await assert.rejects(second, (reason) => reason === 'gone');
    assert.equal((await engine.list({ owner: 'ada' })).length, 1);
    source.release();
  });

  it('hands an export over also when the client leaves in the midst of its start', async () => {
    const { engine, orchestrator } = createApiWorld();
    const leaving = new AbortController();
    const gate = createStartGate(
      {
        ...engine,
        async list(options) {
          const statuses = await engine.list(options);
          queueMicrotask(() => leaving.abort('gone'));
          return statuses;
        },
      },
      1,
    );

    const { id } = await gate.start({ owner: 'ada', query: {} }, { signal: leaving.signal });
    await orchestrator.idle();

    assert.ok(leaving.signal.aborted);
    assert.equal((await engine.status(id, { owner: 'ada' })).state, 'completed');
  });
});
