import assert from 'node:assert/strict';
import { ExportEngineError, fetchMemoryLink } from '@export-engine/core';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import { createApiWorld } from '../../test/support/api-world.ts';
import { linkIn, problemIn, statusIn } from '../../test/support/read-answer.ts';
import { ExportApiProblem } from '../index.ts';

const post = { method: 'POST' };

describe('POST /exports', () => {
  it('starts an export: 202, its status, and where to look for it', async () => {
    const { call, orchestrator } = createApiWorld();

    const response = await call('/exports', { ...post, json: { color: 'red' } });
    const status = await statusIn(response);

    assert.equal(response.status, 202);
    assert.equal(response.headers.get('Location'), `/exports/${status.id}`);
    assert.equal(status.state, 'queued');
    assert.ok(!('owner' in status));
    await orchestrator.idle();
    const later = await call(`/exports/${status.id}`);
    assert.deepEqual([later.status, (await statusIn(later)).state], [200, 'completed']);
  });

  it('exports what resolve made of the body, under the name it gave', async () => {
    const { complete, call, sink } = createApiWorld();

    const { id } = await complete({ json: { color: 'red', fileName: 'red ones' } });
    const { url } = await linkIn(await call(`/exports/${id}/file`, { headers: { Accept: 'application/json' } }));

    const { bytes, fileName } = fetchMemoryLink(sink.backend, url) ?? assert.fail('no file');
    assert.equal(fileName, 'red ones.csv');
    assert.match(new TextDecoder().decode(bytes), /1,red\r\n$/);
  });

  it('gives resolve the body, the identity and a signal, and takes the owner from the identity alone', async () => {
    const seen: unknown[] = [];
    const { start, call } = createApiWorld({
      resolve(body, identity, { signal }) {
        seen.push([body, identity, signal instanceof AbortSignal]);
        // What a careless application does: it spreads what the browser sent.
        return { query: {}, ...({ owner: 'mallory', idempotencyKey: 'hers' } as object) };
      },
    });

    const { id } = await start({ json: { color: 'blue', owner: 'mallory' } });

    assert.deepEqual(seen, [[{ color: 'blue' }, { owner: 'ada' }, true]]);
    assert.equal((await call(`/exports/${id}`, { as: 'ada' })).status, 200);
    assert.equal((await call(`/exports/${id}`, { as: 'mallory' })).status, 404);
  });

  it('is for those who are identified: 401 with the challenge that was configured', async () => {
    const world = createApiWorld({ challenge: 'Bearer' });

    const response = await world.call('/exports', { ...post, as: null, json: {} });

    assert.equal(response.status, 401);
    assert.equal(response.headers.get('WWW-Authenticate'), 'Bearer');
    assert.equal((await problemIn(response)).code, 'HTTP_UNAUTHENTICATED');
    assert.equal((await createApiWorld().call('/exports', { as: null })).headers.get('WWW-Authenticate'), null);
  });

  it('reads nothing of a body whose sender is unknown', async () => {
    const { call } = createApiWorld();
    let pulls = 0;
    const pull = (): void => {
      pulls += 1;
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });

    const response = await call('/exports', {
      ...post,
      as: null,
      body,
      headers: { 'Content-Type': 'application/json' },
    });

    assert.deepEqual([response.status, pulls], [401, 0]);
  });

  it('refuses a body that its schema refuses, naming each place and no value', async () => {
    const { call, engine } = createApiWorld();

    const response = await call('/exports', { ...post, json: { color: 'octarine', tellMe: 'hush' } });
    const problem = await problemIn(response);

    assert.equal(response.status, 422);
    assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
    assert.deepEqual([problem.code, problem.status], ['HTTP_BODY_INVALID', 422]);
    assert.deepEqual(
      problem.errors?.map(({ path }) => path),
      ['/color', '/tellMe'],
    );
    assert.doesNotMatch(JSON.stringify(problem), /octarine|hush/);
    assert.deepEqual(await engine.list({ owner: 'ada' }), []);
  });

  it('takes a schema that validates asynchronously', async () => {
    const bodySchema = v.pipeAsync(
      v.object({ color: v.optional(v.picklist(['red', 'blue'])) }),
      v.checkAsync(async ({ color }) => color !== 'blue', 'Not today.'),
    );
    const { call } = createApiWorld({ bodySchema });

    assert.equal((await call('/exports', { ...post, json: { color: 'red' } })).status, 202);
    const refused = await call('/exports', { ...post, json: { color: 'blue' } });
    assert.deepEqual((await problemIn(refused)).errors, [{ path: '', message: 'Not today.' }]);
  });

  it('passes on what the engine says of a wrong option, as 422', async () => {
    const { call } = createApiWorld();

    const response = await call('/exports', { ...post, json: { fileName: 'a/b' } });
    const problem = await problemIn(response);

    assert.deepEqual([response.status, problem.code], [422, 'EXPORT_OPTIONS_INVALID']);
    assert.match(problem.detail ?? '', /option "fileName" must be/);
  });

  it('answers with the problem that resolve throws', async () => {
    const { call, errors } = createApiWorld({
      resolve() {
        throw new ExportApiProblem({ status: 403, code: 'PLAN_WITHOUT_EXPORTS', title: 'Not in your plan' });
      },
    });

    const response = await call('/exports', { ...post, json: {} });

    assert.equal(response.status, 403);
    assert.deepEqual(await response.json(), {
      type: 'about:blank',
      title: 'Not in your plan',
      status: 403,
      code: 'PLAN_WITHOUT_EXPORTS',
    });
    assert.deepEqual(errors, []);
  });

  it('tells nothing of an unexpected error but to onError', async () => {
    const failure = new Error('password=hunter2 in /srv/app.ts');
    const { call, errors } = createApiWorld({
      resolve() {
        throw failure;
      },
    });

    const response = await call('/exports', { ...post, json: {} });
    const text = await response.text();

    assert.equal(response.status, 500);
    assert.equal(JSON.parse(text).code, 'EXPORT_UNEXPECTED');
    assert.doesNotMatch(text, /hunter2|app\.ts/);
    assert.deepEqual(errors, [failure]);
  });

  it('names the code of a failure of the engine, and nothing else of it', async () => {
    const { call, store, errors } = createApiWorld();
    const away = new ExportEngineError('EXPORT_STORE_REJECTED', 'bucket "internal" is gone');
    store.read = () => Promise.reject(away);
    store.write = () => Promise.reject(away);

    const response = await call('/exports', { ...post, json: {} });

    assert.equal(response.status, 500);
    assert.deepEqual([(await problemIn(response)).code, errors], ['EXPORT_STORE_REJECTED', [away]]);
  });
});

describe('Idempotency-Key', () => {
  const withKey = (key: string) => ({ ...post, headers: { 'Idempotency-Key': key } });

  it('answers a repeated request with the same export', async () => {
    const { call, engine } = createApiWorld();

    const first = await call('/exports', { ...withKey('k-1'), json: { color: 'red' } });
    const second = await call('/exports', { ...withKey('k-1'), json: { color: 'red' } });

    assert.deepEqual([first.status, second.status], [202, 202]);
    assert.equal(second.headers.get('Location'), first.headers.get('Location'));
    assert.equal((await engine.list({ owner: 'ada' })).length, 1);
  });

  it('of another request is refused with 422', async () => {
    const { call } = createApiWorld();
    await call('/exports', { ...withKey('k-1'), json: { color: 'red' } });

    const response = await call('/exports', { ...withKey('k-1'), json: { color: 'blue' } });

    assert.deepEqual([response.status, (await problemIn(response)).code], [422, 'EXPORT_IDEMPOTENCY_CONFLICT']);
  });

  it("is one owner's own", async () => {
    const { start } = createApiWorld();

    const hers = await start({ ...withKey('k-1'), as: 'ada' });
    const his = await start({ ...withKey('k-1'), as: 'bob' });

    assert.notEqual(hers.id, his.id);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(257)])('of another form is refused with 400: %j', async (key) => {
    const { call } = createApiWorld();

    const response = await call('/exports', { ...withKey(key), json: {} });
    const problem = await problemIn(response);

    assert.equal(response.status, 400);
    assert.equal(problem.errors?.[0]?.path, 'Idempotency-Key');
  });

  it('may have 256 characters', async () => {
    await createApiWorld().start(withKey('x'.repeat(256)));
  });
});

describe('the limit of exports at once', () => {
  it('refuses one more with 429, and says when to try again', async () => {
    const { call, start, source, orchestrator } = createApiWorld({ limits: { concurrentExports: 2 } });
    source.hold();
    await start();
    await start();

    const response = await call('/exports', { ...post, json: {} });

    assert.deepEqual([response.status, (await problemIn(response)).code], [429, 'HTTP_TOO_MANY_EXPORTS']);
    const seconds = Number(response.headers.get('Retry-After'));
    assert.ok(seconds >= 5 && seconds <= 60);
    await start({ as: 'bob' });
    source.release();
    await orchestrator.idle();
    await start();
  });

  it('holds when requests come all at once', async () => {
    const { call, engine, source } = createApiWorld({ limits: { concurrentExports: 3 } });
    source.hold();

    const responses = await Promise.all(Array.from({ length: 20 }, () => call('/exports', { ...post, json: {} })));

    assert.equal(responses.filter(({ status }) => status === 202).length, 3);
    assert.equal(responses.filter(({ status }) => status === 429).length, 17);
    assert.equal((await engine.list({ owner: 'ada' })).length, 3);
    source.release();
  });

  it('does not stand in the way of a repeated request', async () => {
    const { call, start, source } = createApiWorld({ limits: { concurrentExports: 1 } });
    source.hold();
    const repeated = { headers: { 'Idempotency-Key': 'k-1' } };
    const { id } = await start(repeated);

    const again = await start(repeated);
    const other = await call('/exports', { ...post, json: {}, headers: { 'Idempotency-Key': 'k-2' } });

    assert.equal(again.id, id);
    assert.equal(other.status, 429);
    source.release();
  });

  it('lets in by cancelling', async () => {
    const { call, start, source } = createApiWorld({ limits: { concurrentExports: 1 } });
    source.hold();
    const { id } = await start();

    await call(`/exports/${id}`, { method: 'DELETE' });

    await start();
    source.release();
  });
});

describe('a client that hangs up', () => {
  it('before its turn starts nothing', async () => {
    const { call, engine } = createApiWorld();
    const reason = 'Client connection prematurely closed.';

    const response = await call('/exports', { ...post, json: {}, signal: AbortSignal.abort(reason) });

    assert.equal(response.status, 499);
    assert.deepEqual(await engine.list({ owner: 'ada' }), []);
  });
});
