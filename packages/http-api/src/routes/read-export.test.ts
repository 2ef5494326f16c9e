import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import { listIn, statusIn } from '../../test/support/read-answer.ts';

describe('GET /exports/:id', () => {
  it('tells the status, without the owner', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const status = await statusIn(await call(`/exports/${id}`));

    assert.deepEqual([status.id, status.state, status.progress.rows], [id, 'completed', 2]);
    assert.ok(!('owner' in status));
  });

  it('answers HEAD with the headers alone', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const response = await call(`/exports/${id}`, { method: 'HEAD' });

    assert.deepEqual([response.status, await response.text()], [200, '']);
  });
});

describe('an export that is not yours', () => {
  it('does not exist, in the very words of an unknown or malformed id, whatever is asked', async () => {
    const tickets = { issue: async () => ({ ticket: 'never', expiresAt: '2026-11-24T00:00:00.000Z' }) };
    const { call, complete } = createApiWorld({ tickets });
    const { id } = await complete({ as: 'ada' });
    const ids = [id, crypto.randomUUID(), 'not-an-id', '..%2f..%2fetc', '%E0%A4%A', 'x'.repeat(2000), "a'b"];
    const questions = [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/events'],
      ['GET', '/file'],
      ['GET', '/file?access=forged'],
      ['DELETE', '/file-access'],
      ['POST', '/tickets'],
    ] as const;

    for (const [method, path] of questions) {
      const answers = await Promise.all(
        ids.map(async (exportId) => {
          const response = await call(`/exports/${exportId}${path}`, { method, as: 'mallory' });
          return [response.status, await response.text()];
        }),
      );
      assert.equal(new Set(answers.map(String)).size, 1, `${method} ${path}`);
      assert.equal(answers[0]?.[0], 404, `${method} ${path}`);
    }
    assert.equal((await statusIn(await call(`/exports/${id}`))).state, 'completed');
  });
});

describe('GET /exports', () => {
  it("lists your exports, the newest first, and nobody else's", async () => {
    const { call, start } = createApiWorld();
    const first = await start();
    await start({ as: 'bob' });
    await new Promise((resolve) => setTimeout(resolve, 2));
    const second = await start();

    const exports = await listIn(await call('/exports'));

    assert.deepEqual(
      exports.map(({ id }) => id),
      [second.id, first.id],
    );
    assert.ok(exports.every((status) => !('owner' in status)));
  });

  it('takes a limit', async () => {
    const { call, start } = createApiWorld();
    await start();
    await start();

    assert.equal((await listIn(await call('/exports?limit=1'))).length, 1);
    assert.equal((await listIn(await call('/exports?limit=1000'))).length, 2);
  });

  it.each(['0', '1001', '-1', '1.5', '1e2', ' 1', 'ten', '', '1&limit=2'])('refuses the limit %j', async (limit) => {
    const { call } = createApiWorld();

    assert.equal((await call(`/exports?limit=${limit}`)).status, 400);
  });

  it('is for those who are identified', async () => {
    assert.equal((await createApiWorld().call('/exports', { as: null })).status, 401);
  });
});
