import assert from 'node:assert/strict';
import { createExportEngine, memorySink, memorySource, memoryStore } from '@export-engine/core';
import { assertRefused } from '@export-engine/core/testing';
import { createExportApi } from '@export-engine/http-api';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import type { LambdaEvent } from 'hono/aws-lambda';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { contextOf } from '../../test/support/lambda-context.ts';
import { type HttpHandlerOptions, httpHandler } from './http-handler.ts';

/** As an HTTP API sends it. */
function v2(changes: Partial<APIGatewayProxyEventV2> = {}, method = 'GET'): LambdaEvent {
  const rawPath = changes.rawPath ?? '/exports';
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers: { host: 'api.example.com' },
    requestContext: {
      domainName: 'api.example.com',
      stage: '$default',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      authorizer: { jwt: { claims: { sub: 'ada' }, scopes: [] } },
    },
    isBase64Encoded: false,
    ...changes,
  };
  return event as unknown as LambdaEvent;
}

/** As a REST API with the stage `prod` sends it. */
function v1(changes: Partial<APIGatewayProxyEvent> = {}, path = '/exports'): LambdaEvent {
  const event = {
    httpMethod: 'GET',
    path,
    resource: '/{proxy+}',
    headers: { Host: 'api.example.com' },
    multiValueHeaders: { Host: ['api.example.com'] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    body: null,
    isBase64Encoded: false,
    requestContext: { domainName: 'api.example.com', stage: 'prod', path: `/prod${path}`, httpMethod: 'GET' },
    ...changes,
  };
  return event as unknown as LambdaEvent;
}

/** What the application's fetch was called with. */
async function requestOf(event: LambdaEvent): Promise<{ request: Request; environment: unknown; body: string }> {
  const seen: { request: Request; environment: unknown; body: string }[] = [];
  const handler = httpHandler({
    async fetch(request, environment) {
      seen.push({ request, environment, body: await request.clone().text() });
      return new Response(null, { status: 204 });
    },
  });
  await handler(event, contextOf());
  return seen[0] ?? assert.fail('fetch was not called');
}

async function answerOf(event: LambdaEvent, response: Response | (() => never), options?: Partial<HttpHandlerOptions>) {
  const handler = httpHandler({ fetch: () => (typeof response === 'function' ? response() : response), ...options });
  return handler(event, contextOf());
}

describe('httpHandler', () => {
  it('makes a Request of an event of an HTTP API: path, query, headers, cookies', async () => {
    const { request } = await requestOf(
      v2({
        rawPath: '/exports/a%20b',
        rawQueryString: 'tag=x&tag=y%20z&limit=5',
        headers: { accept: 'text/html,application/json', 'x-list': 'a,b' },
        cookies: ['session=s1', 'theme=dark'],
      }),
    );

    assert.equal(request.url, 'https://api.example.com/exports/a%20b?tag=x&tag=y%20z&limit=5');
    assert.deepEqual(new URL(request.url).searchParams.getAll('tag'), ['x', 'y z']);
    assert.equal(request.headers.get('Cookie'), 'session=s1; theme=dark');
    assert.equal(request.headers.get('X-List'), 'a,b');
    assert.equal(request.headers.get('Accept'), 'text/html,application/json');
  });

  it('makes a Request of an event of a REST API: several values of a header and of a query parameter', async () => {
    const { request } = await requestOf(
      v1({
        multiValueQueryStringParameters: { tag: ['x', 'y z'], limit: ['5'] },
        queryStringParameters: { tag: 'y z', limit: '5' },
        multiValueHeaders: { 'X-List': ['a', 'b'], Cookie: ['session=s1; theme=dark'] },
      }),
    );

    assert.deepEqual(new URL(request.url).searchParams.getAll('tag'), ['x', 'y z']);
    assert.equal(request.headers.get('X-List'), 'a, b');
    assert.equal(request.headers.get('Cookie'), 'session=s1; theme=dark');
  });

  it.each([
    ['an HTTP API', v2({ rawPath: '/exports/x' }), '/exports/x'],
    ['an HTTP API with a stage', v2({ rawPath: '/prod/exports/x' }), '/prod/exports/x'],
    ['a REST API', v1({}, '/exports/x'), '/prod/exports/x'],
    ['a REST API that says nothing more', v1({ requestContext: {} as never }, '/exports/x'), '/exports/x'],
  ])('has the path that the client sees: %s', async (_, event, path) => {
    assert.equal(new URL((await requestOf(event)).request.url).pathname, path);
  });

  it.each([
    ['text', { body: '{"author":"漢字"}' }],
    ['base64', { body: Buffer.from('{"author":"漢字"}').toString('base64'), isBase64Encoded: true }],
  ])('reads a body of %s', async (_, changes) => {
    const post = { ...changes, headers: { 'content-type': 'application/json' } };

    assert.equal((await requestOf(v2(post, 'POST'))).body, '{"author":"漢字"}');
    assert.equal((await requestOf(v1({ ...post, httpMethod: 'POST' }))).body, '{"author":"漢字"}');
  });

  it('hands fetch the event and the context as they are', async () => {
    const event = v2();
    const context = contextOf();
    const seen: unknown[] = [];
    const handler = httpHandler({
      fetch(_, environment) {
        seen.push(environment);
        return new Response();
      },
    });

    await handler(event, context);

    assert.deepEqual(seen, [{ event, lambdaContext: context }]);
  });

  it('answers with status, headers, body, and each cookie by itself', async () => {
    const response = () => {
      const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Retry-After': '5' });
      headers.append('Set-Cookie', 'a=1; Path=/');
      headers.append('Set-Cookie', 'b=2; Path=/');
      return new Response('{"code":"X"}', { status: 429, headers });
    };

    const ofHttpApi = await answerOf(v2(), response());
    const ofRestApi = await answerOf(v1(), response());

    for (const answer of [ofHttpApi, ofRestApi]) {
      assert.deepEqual([answer.statusCode, answer.body, answer.isBase64Encoded], [429, '{"code":"X"}', false]);
    }
    assert.deepEqual(ofHttpApi.cookies, ['a=1; Path=/', 'b=2; Path=/']);
    assert.equal(ofHttpApi.headers?.['retry-after'], '5');
    assert.deepEqual(ofRestApi.multiValueHeaders?.['set-cookie'], ['a=1; Path=/', 'b=2; Path=/']);
    assert.deepEqual(ofRestApi.multiValueHeaders?.['retry-after'], ['5']);
  });

  it.each([
    ['text/event-stream', false],
    ['text/csv; charset=utf-8', false],
    ['application/json', false],
    ['application/problem+json; charset=utf-8', false],
    ['image/svg+xml', false],
    ['image/png', true],
    ['application/octet-stream', true],
    ['application/gzip', true],
  ])('sends %s as base64: %s', async (contentType, isBinary) => {
    const bytes = Buffer.from('data: é\n\n');

    const answer = await answerOf(v2(), new Response(bytes, { headers: { 'Content-Type': contentType } }));

    assert.equal(answer.isBase64Encoded, isBinary);
    assert.equal(Buffer.from(answer.body, isBinary ? 'base64' : 'utf8').compare(bytes), 0);
  });

  it.each([204, 304])('answers %s without a body', async (status) => {
    const answer = await answerOf(v2(), new Response(null, { status }));

    assert.deepEqual([answer.statusCode, answer.body], [status, '']);
  });

  it('answers 500 without a word when fetch fails, and tells onError', async () => {
    const errors: unknown[] = [];
    const error = new Error('secret');
    const reject = (): never => {
      throw error;
    };

    const answer = await answerOf(v2(), reject, { onError: (given) => errors.push(given) });
    const unheard = await answerOf(v2(), reject, { onError: () => assert.fail('The log is full.') });

    assert.deepEqual([answer.statusCode, answer.body], [500, 'Internal Server Error']);
    assert.equal(unheard.statusCode, 500);
    assert.deepEqual(errors, [error]);
  });

  it('serves the API of an engine, identified by the claims that API Gateway has verified', async () => {
    const api = createExportApi({
      engine: createExportEngine({ source: memorySource(), sink: memorySink(), store: memoryStore() }),
      identify(_, environment) {
        const { event } = environment as {
          event: { requestContext: { authorizer: { jwt: { claims: { sub: string } } } } };
        };
        return { owner: event.requestContext.authorizer.jwt.claims.sub };
      },
      bodySchema: v.object({}),
      resolve: () => ({ query: {} }),
      limits: { eventStreamSeconds: 1 },
    });
    const handler = httpHandler({ fetch: api.fetch });
    const headers = { 'content-type': 'application/json' };

    const started = await handler(v2({ body: '{}', headers }, 'POST'), contextOf());
    const { id } = JSON.parse(started.body);
    const events = await handler(v2({ rawPath: `/exports/${id}/events` }), contextOf());

    assert.deepEqual([started.statusCode, started.headers?.['location']], [202, `/exports/${id}`]);
    assert.deepEqual([events.statusCode, events.isBase64Encoded], [200, false]);
    assert.match(events.body, /event: ended/);
  });

  it('refuses bad options at once, naming them', () => {
    const make = httpHandler as (options: unknown) => unknown;

    assertRefused(() => make({}), /option "fetch" must be a function/);
    assertRefused(() => make({ fetch() {}, onError: 1 }), /option "onError" must be a function/);
    assertRefused(() => make({ fetch() {}, surprise: 1 }), /unknown option "surprise"/);
  });
});

describe('the time of an HTTP invocation', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('aborts the request shortly before the end', async () => {
    const handler = httpHandler({
      fetch: ({ signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(new Response(null, { status: 499 })))),
    });

    const answer = handler(v2(), contextOf(10_000));
    await vi.advanceTimersByTimeAsync(9750);

    assert.equal((await answer).statusCode, 499);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('leaves no timer, whatever becomes of the request', async () => {
    await answerOf(v2(), new Response('{}'));
    await answerOf(v2(), () => assert.fail('broken'));

    assert.equal(vi.getTimerCount(), 0);
  });
});
