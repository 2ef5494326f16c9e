import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { describe, it } from 'vitest';
import { api } from './readme/api-example.ts';
import { mount } from './readme/hono-example.ts';
import { lambdaHandler } from './readme/lambda-example.ts';
import { listen } from './readme/node-example.ts';
import { assertInReadme } from './readme/readme-blocks.ts';
import { statusIn } from './support/read-answer.ts';
import { parseEvents } from './support/read-events.ts';

const headers = { Cookie: 'session=s1', 'Content-Type': 'application/json' };
const post = { method: 'POST', headers, body: '{"author":"ada"}' };

describe("the README's examples", () => {
  it('serve an export from its start to its file, on node:http', async () => {
    await assertInReadme('api-example.ts');
    await assertInReadme('node-example.ts');
    const server = listen(api, 0);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const started = await fetch(`${url}/exports`, post);
    const address = `${url}${started.headers.get('Location')}`;
    const events = parseEvents(await (await fetch(`${address}/events`, { headers })).text());
    const file = await fetch(`${address}/file`, { headers, redirect: 'manual' });

    assert.deepEqual([started.status, events.at(-1)?.event, file.status], [202, 'ended', 302]);
    assert.deepEqual([events.at(-1)?.data.label, events.at(-1)?.data.fileName], ['posts of ada', 'posts.csv']);
    server.close();
    server.closeAllConnections();
  });

  it('mount in a Hono application', async () => {
    await assertInReadme('hono-example.ts');
    const app = new Hono();
    mount(app, api);

    const response = await app.request('/exports', post);

    assert.equal(response.status, 202);
    assert.equal((await app.request(`/exports/${(await statusIn(response)).id}`, { headers })).status, 200);
  });

  it('mount in a Lambda function', async () => {
    await assertInReadme('lambda-example.ts');
    const handler = lambdaHandler(api);
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: '/exports',
      rawQueryString: '',
      headers,
      body: post.body,
      isBase64Encoded: false,
      requestContext: { domainName: 'api.example.com', http: { method: 'POST', path: '/exports' } },
    };

    const answer: unknown = await handler(event as unknown as LambdaEvent, {} as LambdaContext);

    const { statusCode, headers: sent } = answer as { statusCode: number; headers: { location?: string } };
    assert.equal(statusCode, 202);
    assert.match(sent.location ?? '', /^\/exports\//);
  });
});
