import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import { statusIn } from '../../test/support/read-answer.ts';

describe('DELETE /exports/:id', () => {
  it('ends an export that is under way, and can be repeated', async () => {
    const { call, start, source, sink } = createApiWorld();
    source.hold();
    const { id } = await start();

    const first = await call(`/exports/${id}`, { method: 'DELETE' });
    const second = await call(`/exports/${id}`, { method: 'DELETE' });

    const cancelled = await statusIn(first);
    assert.deepEqual([first.status, cancelled.state], [200, 'cancelled']);
    assert.deepEqual([second.status, await statusIn(second)], [200, cancelled]);
    assert.deepEqual([sink.backend.uploads.size, sink.backend.files.size], [0, 0]);
    assert.equal(source.backend.snapshots.size, 0);
  });

  it('leaves a completed export as it is', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const status = await statusIn(await call(`/exports/${id}`, { method: 'DELETE' }));

    assert.equal(status.state, 'completed');
  });

  it('is carried out also for a client that hangs up', async () => {
    const { call, start, source, engine } = createApiWorld();
    source.hold();
    const { id } = await start();
    const leaving = new AbortController();

    const answer = call(`/exports/${id}`, { method: 'DELETE', signal: leaving.signal });
    leaving.abort();
    await answer;

    assert.equal((await engine.status(id, { owner: 'ada' })).state, 'cancelled');
  });
});
