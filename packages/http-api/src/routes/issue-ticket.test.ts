import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';

describe('POST /exports/:id/tickets', () => {
  const ticket = { ticket: 'once', expiresAt: '2026-11-24T00:01:00.000Z' };

  it('hands out what the application issues, for the owner and this export', async () => {
    const asked: unknown[] = [];
    const { call, start } = createApiWorld({
      tickets: {
        async issue(exportId, { owner, signal }) {
          asked.push([exportId, owner, signal instanceof AbortSignal]);
          return ticket;
        },
      },
    });
    const { id } = await start();

    const response = await call(`/exports/${id}/tickets`, { method: 'POST' });

    assert.deepEqual([response.status, await response.json()], [201, ticket]);
    assert.deepEqual(asked, [[id, 'ada', true]]);
  });

  it('issues nothing for an export of somebody else', async () => {
    let issued = 0;
    const { call, start } = createApiWorld({
      tickets: {
        async issue() {
          issued += 1;
          return ticket;
        },
      },
    });
    const { id } = await start();

    assert.equal((await call(`/exports/${id}/tickets`, { method: 'POST', as: 'mallory' })).status, 404);
    assert.equal((await call(`/exports/${id}/tickets`, { method: 'POST', as: null })).status, 401);
    assert.equal(issued, 0);
  });

  it('is not there without tickets: neither the path nor its description', async () => {
    const { call, start, api } = createApiWorld();
    const { id } = await start();

    assert.equal((await call(`/exports/${id}/tickets`, { method: 'POST' })).status, 404);
    assert.doesNotMatch(JSON.stringify(api.openApi['paths']), /tickets/);
  });
});
