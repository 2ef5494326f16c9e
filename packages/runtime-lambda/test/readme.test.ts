import assert from 'node:assert/strict';
import {
  createExportEngine,
  type ExportEngine,
  type ExportEngineOptions,
  memorySink,
  memorySource,
  memoryStore,
  type Source,
} from '@export-engine/core';
import { connectionRegistry, webSocketNotifier } from '@export-engine/notifier-websocket';
import type { LambdaEvent } from 'hono/aws-lambda';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import type { StepEvent, StepHandler, WebSocketEvent } from '../src/index.ts';
import { apiFunction } from './readme/api-example.ts';
import { push } from './readme/push-example.ts';
import { assertInReadme } from './readme/readme-blocks.ts';
import { stepFunction, sweepFunction } from './readme/steps-example.ts';
import { contextOf } from './support/lambda-context.ts';
import { type StepFunctionsServer, startStepFunctions } from './support/step-functions-server.ts';

const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:exports';
let stepFunctions: StepFunctionsServer;

beforeEach(async () => {
  stepFunctions = await startStepFunctions(() => ({ executionArn: 'arn', startDate: 1 }));
  vi.stubEnv('AWS_ENDPOINT_URL', stepFunctions.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

afterEach(() => {
  vi.unstubAllEnvs();
  stepFunctions.close();
});

function world() {
  const store = memoryStore();
  const frames: { readonly type: string }[] = [];
  const transport = {
    async send(_: string, text: string) {
      frames.push(JSON.parse(text));
      return 'sent' as const;
    },
  };
  const connections = connectionRegistry({ store });
  const options: ExportEngineOptions = {
    source: memorySource({ rows: [{ author: 'ada', text: 'hello' }] }) as unknown as Source,
    sink: memorySink(),
    store,
    notifiers: [webSocketNotifier({ connections, transport })],
  };
  return { options, store, transport, frames };
}

function request(method: string, rawPath: string, body?: string): LambdaEvent {
  const event = {
    version: '2.0',
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    body,
    isBase64Encoded: false,
    requestContext: {
      domainName: 'api.example.com',
      http: { method, path: rawPath },
      authorizer: { jwt: { claims: { sub: 'user-1' } } },
    },
  };
  return event as unknown as LambdaEvent;
}

/** As the state machine does it. */
async function callSteps(step: StepHandler, exportId: string): Promise<void> {
  const events: readonly StepEvent[] = [
    { step: 'prepare', exportId },
    { step: 'await-client', exportId, taskToken: 'the-token' },
    { step: 'advance', exportId, partition: 0 },
    { step: 'finish', exportId },
    { step: 'deliver', exportId },
  ];
  for (const event of events) assert.equal((await step(event, contextOf())).status, 'done');
}

describe("the README's examples", () => {
  it('serve, work on and sweep an export', async () => {
    await assertInReadme('api-example.ts');
    await assertInReadme('steps-example.ts');
    const { options } = world();
    const api = apiFunction(options, stateMachineArn);

    const started = await api(request('POST', '/exports', '{"author":"ada"}'), contextOf());
    const { id } = JSON.parse(started.body);
    await callSteps(stepFunction(options), id);
    const read = await api(request('GET', `/exports/${id}`), contextOf());
    const swept = await sweepFunction(options)({}, contextOf());

    assert.equal(started.statusCode, 202, started.body);
    assert.deepEqual(
      stepFunctions.requests.map(({ operation, body }) => [operation, body['name']]),
      [['StartExecution', id]],
    );
    assert.deepEqual([JSON.parse(read.body).state, JSON.parse(read.body).progress.rows], ['completed', 1]);
    assert.equal(swept.failed, 0);
  });

  it('lets a browser that has come to wait for its export be told of it', async () => {
    await assertInReadme('push-example.ts');
    const { options, store, transport, frames } = world();
    const orchestrator = { specVersion: 1, name: 'none', async start() {}, async stop() {} } as const;
    const engine = createExportEngine({ ...options, orchestrator }) as ExportEngine;
    const notify = [{ notifier: 'push', recipient: null }];
    const { id } = await engine.start({ owner: 'user-1', query: {}, notify });
    const { socketFunction, tickets } = push(engine, store, transport, 'a secret of thirty-two characters');
    const step = stepFunction(options);
    await step({ step: 'await-client', exportId: id, taskToken: 'the-token' }, contextOf());
    const { signal } = new AbortController();

    const { ticket } = await tickets.issue(id, { owner: 'user-1', signal });
    const message: WebSocketEvent = {
      requestContext: { connectionId: 'L0SM9cOFvHcCIhw=', routeKey: '$default', eventType: 'MESSAGE' },
      body: JSON.stringify({ action: 'subscribe', ticket }),
    };
    assert.deepEqual(await socketFunction(message, contextOf()), { statusCode: 200 });
    await callSteps(step, id);

    assert.deepEqual(
      stepFunctions.requests.map(({ operation, body }) => [operation, body['taskToken']]),
      [
        ['SendTaskHeartbeat', 'the-token'],
        ['SendTaskSuccess', 'the-token'],
        // The state machine asked a second time here: the client is known to be there.
        ['SendTaskSuccess', 'the-token'],
      ],
    );
    assert.deepEqual(
      frames.map(({ type }) => type),
      ['status', 'ended'],
    );
  });
});
