import assert from 'node:assert/strict';
import { fetchMemoryLink } from '@export-engine/core';
import { describe, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../../test/support/api-world.ts';
import { linkIn, problemIn } from '../../test/support/read-answer.ts';

async function mailedPath(world: ApiWorld): Promise<string> {
  await world.complete({ json: { tellMe: true } });
  const { fileUrl } = world.notifier.backend.events.at(-1) ?? assert.fail('nobody was told');
  return fileUrl ?? assert.fail('no address was told');
}

describe('GET /exports/:id/file', () => {
  it('sends a browser on to a fresh link, which nobody keeps and no page learns of', async () => {
    const { call, complete, sink } = createApiWorld();
    const { id } = await complete();

    const response = await call(`/exports/${id}/file`, {
      headers: { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
    });

    assert.deepEqual([response.status, await response.text()], [302, '']);
    assert.ok(fetchMemoryLink(sink.backend, response.headers.get('Location') ?? ''));
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
  });

  it('makes a new link each time, of the life that was configured', async () => {
    const { call, complete, sink } = createApiWorld({ linkSeconds: 60 });
    const { id } = await complete();

    const json = { headers: { Accept: 'application/json' } };
    const [first, second] = [
      await linkIn(await call(`/exports/${id}/file`, json)),
      await linkIn(await call(`/exports/${id}/file`, json)),
    ];

    assert.notEqual(first.url, second.url);
    assert.ok(Date.parse(first.expiresAt) - sink.backend.now() <= 60_000);
    assert.ok(Date.parse(first.expiresAt) - sink.backend.now() > 50_000);
  });

  it.each([
    ['application/json', 200],
    ['application/json, text/plain, */*', 200],
    ['*/*', 302],
    ['text/html, application/json;q=0.9', 302],
    ['application/json;q=0', 302],
  ])('asked with "Accept: %s" it answers %i', async (accept, status) => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const response = await call(`/exports/${id}/file`, { headers: { Accept: accept } });

    assert.equal(response.status, status);
    assert.match(response.headers.get('Vary') ?? '', /Accept/);
  });

  it('answers HEAD as GET, without a body', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    const response = await call(`/exports/${id}/file`, { method: 'HEAD' });

    assert.deepEqual([response.status, await response.text()], [302, '']);
    assert.ok(response.headers.has('Location'));
  });

  it('answers 409 before there is a file, and when there will be none', async () => {
    const { call, start, source } = createApiWorld();
    source.hold();
    const { id } = await start();

    const early = await call(`/exports/${id}/file`);
    await call(`/exports/${id}`, { method: 'DELETE' });
    const late = await call(`/exports/${id}/file`);

    assert.deepEqual([early.status, (await problemIn(early)).code], [409, 'EXPORT_STATE_INVALID']);
    assert.equal(late.status, 409);
  });

  it('is for those who are identified, when there is no token', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();

    assert.equal((await call(`/exports/${id}/file`, { as: null })).status, 401);
  });
});

describe('a mailed link', () => {
  it('opens the file for whoever has it, from a webmail too', async () => {
    const world = createApiWorld();
    const path = await mailedPath(world);

    const response = await world.call(path, {
      as: null,
      headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    });

    assert.equal(response.status, 302);
    assert.ok(fetchMemoryLink(world.sink.backend, response.headers.get('Location') ?? ''));
    assert.equal(response.headers.get('Referrer-Policy'), 'no-referrer');
  });

  it('opens no other export, and nothing but the file', async () => {
    const world = createApiWorld();
    const path = await mailedPath(world);
    const token = path.slice(path.indexOf('?'));
    const other = await world.complete();

    assert.equal((await world.call(`/exports/${other.id}/file${token}`, { as: null })).status, 404);
    assert.equal((await world.call(`/exports/${other.id}${token}`, { as: null })).status, 401);
  });

  it('is dead once the owner revokes it; the owner still gets the file', async () => {
    const world = createApiWorld();
    const path = await mailedPath(world);
    const address = path.slice(0, path.indexOf('/file'));

    const foreign = await world.call(`${address}/file-access`, { method: 'DELETE', as: 'mallory' });
    const stillOpen = await world.call(path, { as: null });
    const revoked = await world.call(`${address}/file-access`, { method: 'DELETE' });
    const closed = await world.call(path, { as: null });

    assert.deepEqual([foreign.status, stillOpen.status, revoked.status, closed.status], [404, 302, 204, 404]);
    assert.equal((await world.call(`${address}/file`)).status, 302);
  });

  it.each(['', 'forged', 'x'.repeat(5000), 'a&access=b'])(
    'with the token %j leads nowhere, even the owner',
    async (token) => {
      const world = createApiWorld();
      const { id } = await world.complete();

      for (const as of [null, 'ada']) {
        const response = await world.call(`/exports/${id}/file?access=${token}`, { as });
        assert.deepEqual([response.status, (await problemIn(response)).code], [404, 'EXPORT_NOT_FOUND']);
      }
    },
  );
});
