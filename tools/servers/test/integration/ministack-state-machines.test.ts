import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeWithServer } from '../../src/testing.ts';
import { createFunction, logOf } from '../aws/functions.ts';
import { createMachine, executionOf, runMachine, startMachine, stepFunctions } from '../aws/state-machines.ts';

const LIMIT_BYTES = 262_144;
const WAITING = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } };

describeWithServer('aws', (aws) => {
  it('retries and catches by the name of the error that a function throws', async () => {
    const { arn } = await createFunction(
      aws,
      `let calls = 0;
       export const handler = async () => {
         calls += 1;
         throw Object.assign(new Error('call ' + calls), { name: calls < 3 ? 'Busy' : 'Broken' });
       };`,
    );
    const call = {
      ...lambdaTask(arn),
      Retry: [
        { ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 5, MaxDelaySeconds: 1, JitterStrategy: 'FULL' },
      ],
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Wrong' },
        { ErrorEquals: ['Broken'], Next: 'Right' },
      ],
    };

    const { status, output } = await runMachine(aws, {
      StartAt: 'Call',
      States: { Call: call, Wrong: { Type: 'Fail' }, Right: { Type: 'Succeed' } },
    });

    expect(status).toBe('SUCCEEDED');
    const { Error: name, Cause } = JSON.parse(output);
    expect(name).toBe('Broken');
    expect(JSON.parse(Cause)).toMatchObject({ errorType: 'Broken', errorMessage: 'call 3', trace: expect.any(Array) });
  });

  it('answers a second start with the same name and input with the first, while that runs', async () => {
    const stateMachineArn = await createMachine(aws, WAITING);
    const start = (input: string) => stepFunctions(aws, 'StartExecution', { stateMachineArn, name: 'once', input });

    const first = await start('{"a":1,"b":2}');
    const again = await start('{ "b": 2, "a": 1 }');
    const other = await start('{"a":2}');
    await stepFunctions(aws, 'StopExecution', { executionArn: first.body.executionArn });
    const late = await start('{"a":1,"b":2}');

    expect(again.body).toEqual(first.body);
    expect([other, late].map(({ status, body }) => [status, body.__type])).toEqual([
      [400, 'ExecutionAlreadyExists'],
      [400, 'ExecutionAlreadyExists'],
    ]);
  });

  it.each([
    ['input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['input of more than 256 KiB', { input: JSON.stringify('x'.repeat(LIMIT_BYTES - 1)) }, 'ValidationException'],
    ['a name of more than 80 characters', { name: 'x'.repeat(81) }, 'InvalidName'],
    ['a name with a slash', { name: 'a/b' }, 'InvalidName'],
  ])('refuses %s', async (_what, given, error) => {
    const stateMachineArn = await createMachine(aws, WAITING);

    const { status, body } = await stepFunctions(aws, 'StartExecution', { stateMachineArn, ...given });

    expect([status, body.__type]).toEqual([400, error]);
  });

  it('ends an execution whose task answers more than 256 KiB, whatever catches all errors and drops the answer', async () => {
    const { arn } = await createFunction(aws, `export const handler = async ({ length }) => 'x'.repeat(length);`);
    const definition = {
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: arn,
          ResultPath: null,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
          Next: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    };

    const fits = await runMachine(aws, definition, { length: LIMIT_BYTES - 2 });
    const tooLarge = await runMachine(aws, definition, { length: LIMIT_BYTES - 1 });

    expect(fits.status).toBe('SUCCEEDED');
    expect(tooLarge).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('ends an execution at the time-out of the machine, and one that is stopped, with all that goes on in it', async () => {
    const { name, arn } = await createFunction(aws, `export const handler = async () => console.log('turn');`);
    const loop = {
      StartAt: 'Turn',
      States: {
        Turn: { ...lambdaTask(arn), ResultPath: null, Next: 'Turn again' },
        'Turn again': { Type: 'Wait', Seconds: 0, Next: 'Turn' },
      },
    };
    const definition = {
      StartAt: 'Loops',
      States: { Loops: { Type: 'Map', ItemsPath: '$', ItemProcessor: loop, End: true } },
    };
    const turns = async () => (await logOf(aws, name)).split('turn\n').length;

    const timedOut = await runMachine(aws, { ...definition, TimeoutSeconds: 1 }, [1, 2]);
    const stopped = await startMachine(aws, definition, [1, 2]);
    await sleep(500);
    await stepFunctions(aws, 'StopExecution', { executionArn: stopped.arn, error: 'Enough' });
    await sleep(500);
    const before = await turns();
    await sleep(500);

    expect(timedOut).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(await stopped.end()).toMatchObject({ status: 'ABORTED', error: 'Enough' });
    expect(before).toBeGreaterThan(2);
    expect(await turns()).toBe(before);
  });

  it('fails a Parallel at once when one branch fails, and stops the others', async () => {
    const startedAt = Date.now();

    const { status, error } = await runMachine(aws, {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Refused' } } }, WAITING],
          End: true,
        },
      },
    });

    expect([status, error]).toEqual(['FAILED', 'Refused']);
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  it('runs a Map with a bound, keeps the order of the results, and fails at once when one item fails', async () => {
    const { arn } = await createFunction(
      aws,
      `import { setTimeout as sleep } from 'node:timers/promises';
       export const handler = async ({ ms, error }) => {
         if (error) throw Object.assign(new Error(), { name: error });
         await sleep(ms);
         return ms;
       };`,
    );
    const definition = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          MaxConcurrency: 2,
          ItemProcessor: { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: arn, End: true } } },
          End: true,
        },
      },
    };

    const { output } = await runMachine(aws, definition, [{ ms: 300 }, { ms: 100 }, { ms: 200 }]);
    const failed = await runMachine(aws, definition, [{ ms: 9000 }, { error: 'Unlucky' }, { ms: 1 }]);

    expect(JSON.parse(output)).toEqual([300, 100, 200]);
    expect(failed).toMatchObject({ status: 'FAILED', error: 'Unlucky' });
    expect(failed.stopDate - failed.startDate).toBeLessThan(5);
  });

  it('keeps what went in and out of every state and task in the history, within a Map too', async () => {
    const { arn } = await createFunction(aws, 'export const handler = async (event) => ({ got: event.item });');
    const call = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: arn, Payload: { 'item.$': '$', 'name.$': '$$.Execution.Name' } },
      OutputPath: '$.Payload',
      End: true,
    };

    const execution = await startMachine(
      aws,
      {
        StartAt: 'Each',
        States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'Call', States: { Call: call } }, End: true } },
      },
      ['needle'],
    );
    await execution.end();
    const history = await execution.history();

    expect(history.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    expect(history[3]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        parameters: JSON.stringify({
          FunctionName: arn,
          Payload: { item: 'needle', name: execution.arn.split(':').at(-1) },
        }),
      },
    });
    expect(history[5]).toMatchObject({ taskSucceededEventDetails: { output: expect.stringContaining('needle') } });
  });

  it('runs the items of a distributed Map as executions of their own, and drops the results when they are not wanted', async () => {
    const { arn } = await createFunction(aws, 'export const handler = async (event) => event;');
    const states = { Call: { Type: 'Task', Resource: arn, End: true } };
    const definition = {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'Call',
            States: states,
          },
          ResultPath: null,
          End: true,
        },
      },
    };

    const execution = await startMachine(aws, definition, { items: [1, 2, 3] });
    const { output } = await execution.end();
    const runs = await stepFunctions(aws, 'ListMapRuns', { executionArn: execution.arn });
    const children = await stepFunctions(aws, 'ListExecutions', { mapRunArn: runs.body.mapRuns[0].mapRunArn });
    const histories = await Promise.all(
      children.body.executions.map(({ executionArn }: { executionArn: string }) =>
        executionOf(aws, executionArn).history(),
      ),
    );

    expect(JSON.parse(output)).toEqual({ items: [1, 2, 3] });
    expect(histories.map((history) => history.map(({ type }: { type: string }) => type))).toEqual(
      Array.from({ length: 3 }, () => [
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
      ]),
    );
  });

  function lambdaTask(arn: string) {
    return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: arn } };
  }
});
