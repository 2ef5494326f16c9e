import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { ExportSteps } from '@export-engine/core';
import { assertRefused, assertRejects } from '@export-engine/core/testing';
import { afterEach, describe, it } from 'vitest';
import { type SentRequest, type ServerAnswer, startStepFunctions } from '../../test/support/step-functions-server.ts';
import { version } from '../aws/version.ts';
import { stepFunctionsOrchestrator } from './step-functions-orchestrator.ts';

const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:exports';
const started = { executionArn: 'arn', startDate: 1 };
const stopped = { stopDate: 1 };
const closed = { error: 'ExecutionAlreadyExists' };
const ended = { error: 'ValidationException' };
const unknown = { error: 'ExecutionDoesNotExist' };
const steps = {} as ExportSteps;
const { signal } = new AbortController();
const stops: (() => void)[] = [];

async function setUp(answer: (request: SentRequest) => ServerAnswer, requestTimeoutMs?: number) {
  const server = await startStepFunctions(answer);
  stops.push(server.close);
  const orchestrator = stepFunctionsOrchestrator({ client: server.client, stateMachineArn, requestTimeoutMs });
  return { ...server, orchestrator };
}

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe('stepFunctionsOrchestrator', () => {
  it('starts one execution with the name of the export, and says nothing but its id', async () => {
    const { orchestrator, requests } = await setUp(() => started);

    await orchestrator.start('export-1', { signal, steps });

    const [{ operation, body, userAgent } = assert.fail(), ...more] = requests;
    assert.deepEqual(more, []);
    assert.equal(operation, 'StartExecution');
    assert.deepEqual(body, { stateMachineArn, name: 'export-1', input: '{"exportId":"export-1"}' });
    assert.ok(userAgent.includes(`export-engine/${version}`));
  });

  it('starts the next execution when those before have ended', async () => {
    const { orchestrator, requests } = await setUp(({ body }) => (body['name'] === 'a-3' ? started : closed));

    await orchestrator.start('a', { signal, steps });

    assert.deepEqual(
      requests.map(({ body }) => [body['name'], body['input']]),
      [
        ['a', '{"exportId":"a"}'],
        ['a-2', '{"exportId":"a"}'],
        ['a-3', '{"exportId":"a"}'],
      ],
    );
  });

  it('gives up after twenty executions of one export', async () => {
    const { orchestrator, requests } = await setUp(() => closed);

    const error = await assertRejects(orchestrator.start('a', { signal, steps }), 'EXPORT_STATE_INVALID');

    assert.match(error.message, /^20 executions of this export have ended/);
    assert.equal(requests.length, 20);
    assert.equal(requests.at(-1)?.body['name'], 'a-20');
  });

  it('stops every execution of an export, and takes one that has ended, or never was, for stopped', async () => {
    const answers = new Map<string | undefined, ServerAnswer>([
      ['a', ended],
      ['a-2', stopped],
    ]);
    const { orchestrator, requests } = await setUp(
      ({ body }) => answers.get(String(body['executionArn']).split(':').at(-1)) ?? unknown,
    );

    await orchestrator.stop('a', { signal, steps });

    const executions = 'arn:aws:states:eu-central-1:123456789012:execution:exports';
    assert.deepEqual(
      requests.map(({ operation, body }) => [operation, body['executionArn']]),
      ['a', 'a-2', 'a-3'].map((name) => ['StopExecution', `${executions}:${name}`]),
    );
  });

  it.each([
    [{ error: 'ThrottlingException' }, true],
    [{ error: 'ExecutionLimitExceeded' }, true],
    [{ error: 'StateMachineDeleting' }, true],
    [{ error: 'InternalFailure', status: 500 }, true],
    [{ error: 'ServiceUnavailable', status: 503 }, true],
    ['cut', true],
    [{ error: 'AccessDeniedException' }, false],
    [{ error: 'StateMachineDoesNotExist' }, false],
    [{ error: 'InvalidExecutionInput' }, false],
  ] as const)(
    'says of %j whether another try can help (%s), and keeps what the server said out of the message',
    async (answer, isRetryable) => {
      const { orchestrator } = await setUp(() => answer);

      const error = await assertRejects(orchestrator.start('a', { signal, steps }), 'EXPORT_UNEXPECTED');

      assert.equal(error.isRetryable, isRetryable);
      assert.match(error.message, /^Step Functions StartExecution failed: /);
      assert.ok(!error.message.includes('secret'));
      assert.equal(error.details['operation'], 'StartExecution');
      if (typeof answer === 'object') assert.equal(error.details['awsError'], answer.error);
    },
  );

  it('gives up on a service that does not answer in time', async () => {
    const { orchestrator } = await setUp(() => 'silent', 50);

    const error = await assertRejects(orchestrator.start('a', { signal, steps }), 'EXPORT_UNEXPECTED');

    assert.equal(error.isRetryable, true);
    assert.match(error.message, /StartExecution did not answer within 50 ms/);
  });

  it('rejects with the reason of its signal, aborted before or meanwhile, and leaves no listener', async () => {
    const { orchestrator, requests } = await setUp(() => 'silent');
    const reason = new Error('stop');
    const aborted = AbortSignal.abort(reason);
    await assert.rejects(orchestrator.start('a', { signal: aborted, steps }), reason);
    await assert.rejects(orchestrator.stop('a', { signal: aborted, steps }), reason);
    assert.equal(requests.length, 0);
    const controller = new AbortController();

    const starting = orchestrator.start('a', { signal: controller.signal, steps });
    setTimeout(() => controller.abort(reason), 20);

    await assert.rejects(starting, reason);
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('leaves the injected client as it is for everybody else', async () => {
    const { orchestrator, client, requests } = await setUp(() => started);
    await orchestrator.start('a', { signal, steps });

    await client.send(new DescribeExecutionCommand({ executionArn: 'arn' }));

    assert.ok(!requests[1]?.userAgent.includes('export-engine'));
  });

  it('refuses an id that is no part of a name', async () => {
    const { orchestrator, requests } = await setUp(() => started);

    await assertRejects(orchestrator.start('a:b', { signal, steps }), 'EXPORT_OPTIONS_INVALID');
    await assertRejects(orchestrator.stop('', { signal, steps }), 'EXPORT_OPTIONS_INVALID');

    assert.deepEqual(requests, []);
  });

  it('refuses bad options at once, naming them', () => {
    const make = stepFunctionsOrchestrator as (options: unknown) => unknown;
    const client = { send() {} };

    assertRefused(() => make({ stateMachineArn }), /option "client" must be an SFNClient/);
    assertRefused(() => make({ client }), /option "stateMachineArn" must be the ARN of a state machine/);
    assertRefused(() => make({ client, stateMachineArn: `${stateMachineArn}:7` }), /option "stateMachineArn"/);
    assertRefused(() => make({ client, stateMachineArn, requestTimeoutMs: 0 }), /option "requestTimeoutMs"/);
    assertRefused(() => make({ client, stateMachineArn, surprise: 1 }), /unknown option "surprise"/);
  });
});
