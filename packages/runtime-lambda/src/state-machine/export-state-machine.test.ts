import assert from 'node:assert/strict';
import { errorCodes, type JsonObject } from '@export-engine/core';
import { assertRefused } from '@export-engine/core/testing';
import aslValidator from 'asl-validator';
import { describe, it } from 'vitest';
import { exportStateMachine } from './export-state-machine.ts';
import type { StateMachineOptions } from './state-machine-options.ts';

const stepFunctionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:export-step';
type State = Readonly<Record<string, unknown>>;

/** Every state at any depth, by its name. */
function statesOf(options: Partial<StateMachineOptions> = {}): ReadonlyMap<string, State> {
  const found = new Map<string, State>();
  collect(exportStateMachine({ stepFunctionArn, ...options }));
  return found;

  function collect(machine: unknown): void {
    for (const [name, state] of Object.entries((machine as { States: Record<string, JsonObject> }).States)) {
      assert.ok(!found.has(name), `two states are called ${name}`);
      found.set(name, state);
      for (const branch of (state['Branches'] as readonly unknown[] | undefined) ?? []) collect(branch);
      if (state['ItemProcessor'] !== undefined) collect(state['ItemProcessor']);
    }
  }
}

function state(name: string, options?: Partial<StateMachineOptions>): State {
  return statesOf(options).get(name) ?? assert.fail(`there is no state ${name}`);
}

const inline = { partitions: { mode: 'inline' } } as const;
const distributed = { partitions: { mode: 'distributed', maxConcurrency: 1024 } } as const;

describe('exportStateMachine', () => {
  it.each([
    {},
    inline,
    distributed,
    { partitions: { maxConcurrency: 40 }, clientWait: { timeoutSeconds: 2, heartbeatSeconds: 1 } },
    { stepTimeoutSeconds: 1, timeoutSeconds: 60 },
    { stepTimeoutSeconds: 900, timeoutSeconds: 31_536_000, clientWait: { timeoutSeconds: 86_400 } },
    { stepFunctionArn: stepFunctionArn.replaceAll('aws', 'aws-cn').replace('eu-central-1', 'cn-north-1') },
    { stepFunctionArn: `${stepFunctionArn}:live` },
  ])('is valid Amazon States Language, with names that are unique, for %j', (options) => {
    const definition = exportStateMachine({ stepFunctionArn, ...options });

    const { isValid, errors } = aslValidator(structuredClone(definition));

    assert.deepEqual(errors, []);
    assert.ok(isValid);
    statesOf(options);
  });

  it('is plain data, and the same for the same options', () => {
    const definition = exportStateMachine({ stepFunctionArn });

    assert.deepEqual(JSON.parse(JSON.stringify(definition)), definition);
    assert.deepEqual(exportStateMachine({ stepFunctionArn }), definition);
  });

  it('has a time-out for the execution and for every task, a little longer than that of the function', () => {
    assert.equal(exportStateMachine({ stepFunctionArn })['TimeoutSeconds'], 86_400);
    assert.equal(exportStateMachine({ stepFunctionArn, timeoutSeconds: 3600 })['TimeoutSeconds'], 3600);
    for (const options of [inline, distributed]) {
      for (const [name, { Type, TimeoutSeconds }] of statesOf({ ...options, stepTimeoutSeconds: 60 })) {
        if (Type === 'Task') assert.equal(TimeoutSeconds, name === 'AwaitClient' ? 300 : 90, name);
      }
    }
  });

  it('tries again with full jitter, a bounded number of times, only what another try can help', () => {
    const retryable = Object.entries(errorCodes).filter(([, { isRetryable }]) => isRetryable);
    for (const [name, { Type, Retry }] of statesOf(distributed)) {
      if (Type !== 'Task') continue;
      const [retrier, ...more] = Retry as readonly (State & { ErrorEquals: readonly string[] })[];
      assert.ok(retrier !== undefined && more.length === 0, name);
      assert.equal(retrier['JitterStrategy'], 'FULL', name);
      assert.ok((retrier['MaxAttempts'] as number) <= 20, name);
      assert.deepEqual(
        retrier.ErrorEquals.filter((error) => error.startsWith('EXPORT_')),
        retryable.map(([code]) => code),
      );
      for (const error of [
        'States.ALL',
        'States.TaskFailed',
        'States.Timeout',
        'Runtime.ExitError',
        'Lambda.Unknown',
      ]) {
        assert.ok(!retrier.ErrorEquals.includes(error), `${name} retries ${error}`);
      }
    }
  });

  it('calls the function it was given, of the right partition of AWS, also by a placeholder', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the tool fills it.
    const placeholder = '${StepFunctionArn}';
    const resourceOf = (options: Partial<StateMachineOptions>) => state('Advance', options)['Resource'];

    assert.deepEqual((state('Advance')['Parameters'] as JsonObject)['FunctionName'], stepFunctionArn);
    assert.equal(resourceOf({ stepFunctionArn: placeholder }), 'arn:aws:states:::lambda:invoke');
    assert.equal(
      resourceOf({ stepFunctionArn: placeholder, awsPartition: 'aws-us-gov' }),
      'arn:aws-us-gov:states:::lambda:invoke',
    );
    assert.equal(
      resourceOf({ stepFunctionArn: 'arn:aws-cn:lambda:cn-north-1:123456789012:function:step' }),
      'arn:aws-cn:states:::lambda:invoke',
    );
    assert.equal(state('AwaitClient')['Resource'], 'arn:aws:states:::lambda:invoke.waitForTaskToken');
  });

  it('works on at most so many partitions at once, inside the execution or each in one of its own', () => {
    const processor = (options: Partial<StateMachineOptions>) => {
      const { MaxConcurrency, ItemProcessor } = state('Partitions', options);
      return [MaxConcurrency, (ItemProcessor as JsonObject)['ProcessorConfig']];
    };

    assert.deepEqual(processor({}), [10, { Mode: 'INLINE' }]);
    assert.deepEqual(processor(distributed), [1024, { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }]);
  });

  it('keeps one word of what the partitions answered, and nothing of what the branches did', () => {
    for (const options of [inline, distributed]) {
      for (const name of ['Work', 'AwaitClient']) assert.equal(state(name, options)['ResultPath'], null);
      assert.equal(state('PartitionDone', options)['OutputPath'], '$.advance.status');
      assert.deepEqual(Object.keys(state('Partitions', options)['ResultSelector'] as object), ['hasEnded.$']);
    }
  });

  it('keeps of an answer what it names, and nothing else', () => {
    const kept = (name: string) => Object.keys(state(name)['ResultSelector'] as object);

    assert.deepEqual(kept('Prepare'), ['status.$', 'waitSeconds.$', 'crashes.$', 'partitions.$', 'awaitsClient.$']);
    for (const name of ['Advance', 'Finish', 'Fail', 'Deliver']) {
      assert.deepEqual(kept(name), ['status.$', 'waitSeconds.$', 'crashes.$']);
    }
  });

  it('never fails an export because of a client', () => {
    const { Catch, HeartbeatSeconds, TimeoutSeconds } = state('AwaitClient', {
      clientWait: { timeoutSeconds: 20, heartbeatSeconds: 5 },
    });

    assert.deepEqual([TimeoutSeconds, HeartbeatSeconds], [20, 5]);
    const caught = (Catch as readonly { ErrorEquals: readonly string[]; Next: string }[]).map((catcher) => [
      catcher.ErrorEquals,
      state(catcher.Next)['Type'],
    ]);
    assert.deepEqual(caught, [
      [['States.Timeout', 'States.HeartbeatTimeout'], 'Pass'],
      [['States.ALL'], 'Pass'],
    ]);
  });

  it.each([
    ['stepFunctionArn', {}],
    ['stepFunctionArn', { stepFunctionArn: 'export-step' }],
    ['stepFunctionArn', { stepFunctionArn: 'arn:aws:s3:::bucket' }],
    ['maxConcurrency', { stepFunctionArn, partitions: { maxConcurrency: 41 } }],
    ['maxConcurrency', { stepFunctionArn, partitions: { maxConcurrency: 0 } }],
    ['maxConcurrency', { stepFunctionArn, partitions: { mode: 'distributed', maxConcurrency: 1025 } }],
    ['mode', { stepFunctionArn, partitions: { mode: 'express' } }],
    ['batch', { stepFunctionArn, partitions: { batch: 1 } }],
    ['partitions', { stepFunctionArn, partitions: 4 }],
    ['timeoutSeconds', { stepFunctionArn, clientWait: { timeoutSeconds: 1 } }],
    ['timeoutSeconds', { stepFunctionArn, timeoutSeconds: 300, clientWait: { timeoutSeconds: 300 } }],
    ['heartbeatSeconds', { stepFunctionArn, clientWait: { heartbeatSeconds: 300 } }],
    ['heartbeatSeconds', { stepFunctionArn, clientWait: { heartbeatSeconds: 0 } }],
    ['clientWait', { stepFunctionArn, clientWait: null }],
    ['stepTimeoutSeconds', { stepFunctionArn, stepTimeoutSeconds: 901 }],
    ['timeoutSeconds', { stepFunctionArn, timeoutSeconds: 59 }],
    ['awsPartition', { stepFunctionArn, awsPartition: '' }],
    ['surprise', { stepFunctionArn, surprise: 1 }],
  ])('refuses a wrong "%s": %j', (option, options) => {
    const make = exportStateMachine as (options: unknown) => unknown;

    assertRefused(() => make(options), new RegExp(`option "${option}"`));
  });
});
