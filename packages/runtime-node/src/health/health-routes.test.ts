import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { answerHealth, type ServerHealth } from './health-routes.ts';

const healthy: ServerHealth = {
  state: 'ready',
  store: 'reachable',
  exports: { running: 2, max: 8 },
  eventLoopDelayMs: 3,
};

function ask(path: string, health: ServerHealth = healthy, method = 'GET'): Promise<Response | undefined> {
  return answerHealth(new Request(`http://localhost${path}`, { method }), async () => health);
}

describe('answerHealth', () => {
  it('is live as long as it answers, whatever state the server is in', async () => {
    const response = await ask('/health/live', { ...healthy, state: 'stopping', store: 'unreachable' });

    assert.equal(response?.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), { status: 'live' });
  });

  it('is ready when the server is and its store answers', async () => {
    const response = await ask('/health/ready');

    assert.equal(response?.status, 200);
    assert.deepEqual(await response.json(), healthy);
  });

  it.for([
    ['starting', 'reachable'],
    ['stopping', 'reachable'],
    ['ready', 'unreachable'],
  ] as const)('is not ready while the server is %s and the store %s', async ([state, store]) => {
    const response = await ask('/health/ready', { ...healthy, state, store });

    assert.equal(response?.status, 503);
    assert.deepEqual(await response.json(), { ...healthy, state, store });
  });

  it('leaves every other path to others, and refuses other methods', async () => {
    assert.equal(await ask('/health'), undefined);
    assert.equal(await ask('/exports'), undefined);
    assert.equal((await ask('/health/ready', healthy, 'HEAD'))?.status, 200);
    const refused = await ask('/health/ready', healthy, 'POST');
    assert.equal(refused?.status, 405);
    assert.equal(refused.headers.get('allow'), 'GET, HEAD');
  });
});
