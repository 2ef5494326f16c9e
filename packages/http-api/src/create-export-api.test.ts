import assert from 'node:assert/strict';
import { createExportEngine, ExportEngineError, memorySink, memorySource, memoryStore } from '@export-engine/core';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import { createApiWorld } from '../test/support/api-world.ts';
import { problemIn } from '../test/support/read-answer.ts';
import { createExportApi, type ExportApiOptions } from './index.ts';

const options: ExportApiOptions<object, { readonly owner: string }> = {
  engine: createExportEngine({ source: memorySource(), sink: memorySink(), store: memoryStore() }),
  identify: () => ({ owner: 'ada' }),
  bodySchema: v.object({}),
  resolve: () => ({ query: {} }),
};

describe('createExportApi', () => {
  it.each([
    ['engine', {}],
    ['engine', undefined],
    ['identify', 'ada'],
    ['bodySchema', {}],
    ['bodySchema', { '~standard': { version: 2, validate: () => ({ value: 1 }) } }],
    ['resolve', undefined],
    ['basePath', 'exports'],
    ['basePath', '/'],
    ['basePath', '/exports/'],
    ['basePath', '/:tenant/exports'],
    ['basePath', '/a/../b'],
    ['cors', []],
    ['origins', { cors: { origins: ['*'] } }],
    ['origins', { cors: { origins: ['https://app.example.com/'] } }],
    ['origins', { cors: { origins: ['HTTPS://app.example.com'] } }],
    ['origins', { cors: { origins: [] } }],
    ['concurrentExports', { limits: { concurrentExports: 0 } }],
    ['bodyBytes', { limits: { bodyBytes: 1.5 } }],
    ['eventStreamSeconds', { limits: { eventStreamSeconds: 86_401 } }],
    ['perSecond', { limits: { perSecond: 1 } }],
    ['linkSeconds', 604_801],
    ['tickets', {}],
    ['challenge', ''],
    ['openApi', []],
    ['servers', { openApi: { servers: ['https://api.example.com'] } }],
    ['securitySchemes', { openApi: { securitySchemes: { bearer: 'bearer' } } }],
    ['onError', 'console'],
    ['prefix', '/exports'],
  ])('refuses a wrong "%s" at once, naming it: %j', (option, value) => {
    const isNested = typeof value === 'object' && ['cors', 'limits', 'openApi'].some((key) => key in (value as object));
    const wrong = isNested ? (value as object) : { [option]: value };

    assert.throws(
      () => createExportApi({ ...options, ...wrong } as typeof options),
      (error: { code?: string; message: string }) =>
        error.code === 'EXPORT_OPTIONS_INVALID' && error.message.includes(`"${option}"`),
    );
  });

  it('takes a schema that is a function', () => {
    const schema = Object.assign(() => {}, { '~standard': v.object({})['~standard'] });

    createExportApi({ ...options, bodySchema: schema });
  });

  it('calls nothing of its own accord', () => {
    const fail = (): never => assert.fail('called');
    const engine = { start: fail, list: fail, status: fail, watch: fail, link: fail };

    createExportApi({
      ...options,
      engine: { ...engine, linkByToken: fail, revokeFileAccess: fail, cancel: fail },
      identify: fail,
      resolve: fail,
    });
  });
});

describe('the API', () => {
  it('lives under its base path, and nowhere else', async () => {
    const { call, api } = createApiWorld({ basePath: '/api/v1/downloads' });

    const started = await call('/api/v1/downloads', { method: 'POST', json: {} });

    assert.match(started.headers.get('Location') ?? '', /^\/api\/v1\/downloads\/[0-9a-f-]{36}$/);
    assert.equal((await call(started.headers.get('Location') ?? '')).status, 200);
    assert.equal((await call('/exports')).status, 404);
    assert.ok(Object.keys(api.openApi['paths'] as object).every((path) => path.startsWith('/api/v1/downloads')));
  });

  it('answers a path that it does not have with a problem', async () => {
    const { call } = createApiWorld();

    for (const path of ['/', '/export', '/exports/', '/exports/a/b', '/exports/a/file/b']) {
      const response = await call(path);
      assert.deepEqual([response.status, (await problemIn(response)).code], [404, 'HTTP_NOT_FOUND'], path);
    }
  });

  it.each([
    ['PUT', '/exports', 'POST, GET, HEAD, OPTIONS'],
    ['PATCH', '/exports/x', 'GET, HEAD, DELETE, OPTIONS'],
    ['POST', '/exports/x/file', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/exports/openapi.json', 'GET, HEAD, OPTIONS'],
    ['GET', '/exports/x/file-access', 'DELETE, OPTIONS'],
    ['HEAD', '/exports/x/file-access', 'DELETE, OPTIONS'],
  ])('answers %s %s with 405 and what is allowed', async (method, path, allow) => {
    const { call } = createApiWorld();

    const refused = await call(path, { method });
    const asked = await call(path, { method: 'OPTIONS' });

    assert.deepEqual([refused.status, refused.headers.get('Allow')], [405, allow]);
    assert.deepEqual([asked.status, asked.headers.get('Allow')], [204, allow]);
  });

  it('lets no answer be kept or taken for something else', async () => {
    const { call, complete } = createApiWorld();
    const { id } = await complete();
    const paths = ['', '/openapi.json', `/${id}`, `/${id}/events`, `/${id}/file`, '/unknown', '/a/b/c'];

    for (const path of paths) {
      const { headers } = await call(`/exports${path}`);
      assert.match(headers.get('Cache-Control') ?? '', /^no-store/, path);
      assert.equal(headers.get('X-Content-Type-Options'), 'nosniff', path);
    }
  });

  it.each([{ owner: '' }, { owner: 'x'.repeat(257) }, { owner: 7 }, {}, 'ada'])(
    "takes %j for a mistake of the application, and for nobody's identity",
    async (identity) => {
      const { call, errors } = createApiWorld({ identify: () => identity as never });

      assert.equal((await call('/exports')).status, 500);
      assert.match(String(errors[0]), /TypeError: .*"identify"/);
    },
  );

  it.each([
    ['GET', '/exports', 200],
    ['POST', '/exports', 202],
    ['GET', '/exports/x', 404],
    ['GET', '/exports/x/events', 404],
    ['GET', '/exports/x/file', 404],
    ['HEAD', '/exports/x/file', 404],
    ['POST', '/exports/x/tickets', 404],
    ['DELETE', '/exports/x/file-access', 404],
    ['DELETE', '/exports/x', 404],
  ])('hands identify what fetch was called with besides the request: %s %s', async (method, path, status) => {
    const seen: unknown[] = [];
    const environment = { claims: { sub: 'ada' } };
    const { api } = createApiWorld({
      tickets: { issue: () => Promise.reject(new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.')) },
      identify(_, given) {
        seen.push(given);
        return { owner: (given as typeof environment).claims.sub };
      },
    });
    const isPost = method === 'POST';
    const init = { method, ...(isPost && { body: '{}', headers: { 'Content-Type': 'application/json' } }) };

    const response = await api.fetch(new Request(`http://localhost${path}`, init), environment);

    assert.equal(response.status, status);
    assert.deepEqual(seen, [environment]);
    assert.equal(seen[0], environment);
  });

  it('hands identify undefined when fetch was called with a request alone', async () => {
    const seen: unknown[] = [];
    const { call } = createApiWorld({
      identify(_, given) {
        seen.push(given);
        return null;
      },
    });

    await call('/exports');

    assert.deepEqual(seen, [undefined]);
  });

  it.each([null, undefined])('takes %j for nobody', async (identity) => {
    const { call } = createApiWorld({ identify: () => identity as never });

    assert.equal((await call('/exports')).status, 401);
  });

  it('fails no request because of a log that fails', async () => {
    const { call } = createApiWorld({
      identify: () => Promise.reject(new Error('the session store is away')),
      onError() {
        throw new Error('the log is full');
      },
    });

    assert.equal((await call('/exports')).status, 500);
  });
});
