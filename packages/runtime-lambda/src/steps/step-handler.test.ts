import assert from 'node:assert/strict';
import { ExportEngineError, type StepOutcome } from '@export-engine/core';
import { assertRefused } from '@export-engine/core/testing';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { contextOf } from '../../test/support/lambda-context.ts';
import { type StepCall, scriptedSteps } from '../../test/support/scripted-steps.ts';
import type { StepEvent } from './step-event.ts';
import { type StepHandlerOptions, stepHandler } from './step-handler.ts';

const done: StepOutcome = { status: 'done', retryAfterMs: 0 };

function setUp(script: (call: StepCall) => StepOutcome | Promise<StepOutcome>, more: Partial<StepHandlerOptions> = {}) {
  const steps = scriptedSteps(script);
  const errors: unknown[] = [];
  const handler = stepHandler({ engine: { steps }, onError: (error) => errors.push(error), ...more });
  const failure = async (event: unknown, context = contextOf()): Promise<Error> => {
    const outcome = await handler(event as StepEvent, context).then(
      () => assert.fail('the invocation succeeded'),
      (error: unknown) => error,
    );
    assert.ok(outcome instanceof Error);
    return outcome;
  };
  return { handler, steps, errors, failure };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('stepHandler', () => {
  it.each([
    [{ step: 'prepare', exportId: 'a' }],
    [{ step: 'advance', exportId: 'a', partition: 3 }],
    [{ step: 'finish', exportId: 'a' }],
    [{ step: 'deliver', exportId: 'a' }],
    [{ step: 'fail', exportId: 'a', error: { Error: 'EXPORT_STALLED', Cause: '' } }],
  ] as const)('calls the step that the event names: %j', async (event) => {
    const { handler, steps } = setUp(() => done);

    const answer = await handler(event, contextOf(60_000));

    const [call, ...more] = steps.calls;
    assert.deepEqual([call?.step, call?.exportId, more.length], [event.step, 'a', 0]);
    assert.equal(call?.options.partition, event.step === 'advance' ? 3 : undefined);
    assert.equal(call?.options.deadline, Date.now() + 58_000);
    assert.equal(answer.status, 'done');
  });

  it.each([
    [done, 0, { status: 'done', waitSeconds: 0, crashes: 0 }],
    [{ status: 'ended', retryAfterMs: 0 }, 3, { status: 'ended', waitSeconds: 0, crashes: 0 }],
    [{ status: 'continue', retryAfterMs: 0 }, 5, { status: 'continue', waitSeconds: 0, crashes: 0 }],
    [{ status: 'continue', retryAfterMs: 1 }, 0, { status: 'continue', waitSeconds: 1, crashes: 0 }],
    [{ status: 'continue', retryAfterMs: 2001 }, 0, { status: 'continue', waitSeconds: 3, crashes: 0 }],
    [{ status: 'busy', retryAfterMs: 0 }, 2, { status: 'busy', waitSeconds: 1, crashes: 2 }],
    [{ status: 'busy', retryAfterMs: 5000 }, undefined, { status: 'busy', waitSeconds: 5, crashes: 0 }],
  ] as const)('answers %j after %s lost workers with %j', async (outcome, crashes, expected) => {
    const { handler } = setUp(() => outcome);

    const answer = await handler({ step: 'advance', exportId: 'a', partition: 0, crashes }, contextOf());

    assert.deepEqual(answer, expected);
  });

  it('answers prepare with the indices of the partitions, and whether a client is waited for', async () => {
    const outcome = { ...done, partitions: 3, notifiers: ['email', 'push'] };
    const clientWaits = { begin: async () => {} };
    const prepare = async (options: Partial<StepHandlerOptions>, given: StepOutcome = outcome) => {
      const { partitions, awaitsClient } = await setUp(() => given, options).handler(
        { step: 'prepare', exportId: 'a' },
        contextOf(),
      );
      return [partitions, awaitsClient];
    };

    assert.deepEqual(await prepare({ clientWaits }), [[0, 1, 2], true]);
    assert.deepEqual(await prepare({}), [[0, 1, 2], false]);
    assert.deepEqual(await prepare({ clientWaits, pushNotifier: 'socket' }), [[0, 1, 2], false]);
    assert.deepEqual(await prepare({ clientWaits }, done), [[0], false]);
    assert.deepEqual(await prepare({ clientWaits }, { status: 'ended', retryAfterMs: 0 }), [[], false]);
  });

  it('throws an error of the engine as a plain one: its code for a name, its own words, no cause, no stack', async () => {
    const cause = new Error('row: secret');
    const thrown = new ExportEngineError('EXPORT_SINK_REJECTED', 'S3 said no.', { cause, details: { key: 'x' } });
    const { failure, errors } = setUp(() => {
      throw thrown;
    });

    const error = await failure({ step: 'finish', exportId: 'a' });

    assert.deepEqual([error.name, error.message], ['EXPORT_SINK_REJECTED', 'S3 said no.']);
    assert.equal(error.stack, 'EXPORT_SINK_REJECTED: S3 said no.');
    assert.deepEqual(Object.getOwnPropertyNames(error).sort(), ['message', 'name', 'stack']);
    assert.equal(errors[0], thrown);
  });

  it('throws any other error without a word of it, and tells onError alone', async () => {
    const thrown = new TypeError('row: secret');
    const { failure, errors } = setUp(() => {
      throw thrown;
    });

    const error = await failure({ step: 'finish', exportId: 'a' });

    assert.equal(`${error.name}: ${error.message}`, 'EXPORT_UNEXPECTED: An unexpected error ended the step.');
    assert.ok(!error.stack?.includes('secret'));
    assert.deepEqual(errors, [thrown]);
  });

  it('does not mind an onError that throws', async () => {
    const { failure } = setUp(() => assert.fail('broken'), {
      onError() {
        throw new Error('The log is full.');
      },
    });

    assert.equal((await failure({ step: 'finish', exportId: 'a' })).name, 'EXPORT_UNEXPECTED');
  });

  it('answers busy when another worker has taken over: that ends nothing', async () => {
    const { handler } = setUp(() => {
      throw new ExportEngineError('EXPORT_LEASE_LOST', 'Taken.');
    });

    const answer = await handler({ step: 'advance', exportId: 'a', partition: 0, crashes: 1 }, contextOf());

    assert.deepEqual(answer, { status: 'busy', waitSeconds: 1, crashes: 1 });
  });

  it('hands a task token to clientWaits, and answers when it is stored', async () => {
    const begun: unknown[] = [];
    const clientWaits = { begin: async (...args: unknown[]) => void begun.push(args.slice(0, 2)) };
    const { handler, steps } = setUp(() => done, { clientWaits });

    const answer = await handler({ step: 'await-client', exportId: 'a', taskToken: 'secret' }, contextOf());

    assert.deepEqual(begun, [['a', 'secret']]);
    assert.deepEqual(steps.calls, []);
    assert.ok(!JSON.stringify(answer).includes('secret'));
  });

  it('refuses a task token when nobody waits for clients, without repeating it', async () => {
    const { failure } = setUp(() => done);

    const error = await failure({ step: 'await-client', exportId: 'a', taskToken: 'secret' });

    assert.equal(error.name, 'EXPORT_OPTIONS_INVALID');
    assert.ok(!JSON.stringify([error.message, error.stack]).includes('secret'));
  });

  it('gives a step until shortly before the end, then aborts it, and says that it was still at work', async () => {
    const { failure, steps } = setUp(
      ({ options: { signal } }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const stopped = failure({ step: 'finish', exportId: 'a' }, contextOf(10_000));

    await vi.advanceTimersByTimeAsync(8999);
    assert.equal(steps.calls[0]?.options.signal.aborted, false);
    await vi.advanceTimersByTimeAsync(1);

    const error = await stopped;
    assert.equal(`${error.name}: ${error.message}`, 'StepTimedOut: The step was still at work when its time was over.');
    assert.equal(vi.getTimerCount(), 0);
  });

  it('keeps a fifth of the time at most for itself, so that a short time-out is of use too', async () => {
    const { handler, steps } = setUp(() => done, { reserveMs: 60_000 });

    await handler({ step: 'finish', exportId: 'a' }, contextOf(3000));

    assert.equal(steps.calls[0]?.options.deadline, Date.now() + 2400);
  });

  it.each([
    ['succeeds', () => done],
    ['fails', () => assert.fail('broken')],
  ])('leaves no timer when a step %s', async (_, script) => {
    const { handler } = setUp(script);

    await handler({ step: 'finish', exportId: 'a' }, contextOf()).catch(() => {});
    await handler({} as StepEvent, contextOf()).catch(() => {});

    assert.equal(vi.getTimerCount(), 0);
  });

  it('does not mix invocations that run at the same time', async () => {
    const { handler, failure, steps } = setUp(
      ({ exportId, options: { signal } }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
          setTimeout(() => resolve({ status: 'continue', retryAfterMs: exportId === 'slow' ? 9000 : 1000 }), 5000);
        }),
    );

    const short = failure({ step: 'finish', exportId: 'short' }, contextOf(4000));
    const slow = handler({ step: 'advance', exportId: 'slow', partition: 7, crashes: 3 }, contextOf(60_000));
    const quick = handler({ step: 'deliver', exportId: 'quick' }, contextOf(50_000));
    await vi.advanceTimersByTimeAsync(5000);

    assert.equal((await short).name, 'EXPORT_UNEXPECTED');
    assert.equal((await slow).waitSeconds, 9);
    assert.equal((await quick).waitSeconds, 1);
    assert.deepEqual(
      steps.calls.map(({ exportId, options: { partition, deadline = 0 } }) => [
        exportId,
        partition,
        deadline - Date.now(),
      ]),
      [
        ['short', undefined, 4000 - 800 - 5000],
        ['slow', 7, 60_000 - 2000 - 5000],
        ['quick', undefined, 50_000 - 2000 - 5000],
      ],
    );
  });

  it.each([
    [undefined, /takes an object of options; got undefined/],
    [{ exportId: 'a' }, /option "step" must be one of "prepare", "advance"/],
    [{ step: 'cancel', exportId: 'a' }, /option "step" must be one of/],
    [{ step: 'prepare' }, /option "exportId" must be an export id/],
    [{ step: 'prepare', exportId: '../secret' }, /option "exportId" must be an export id/],
    [{ step: 'prepare', exportId: 'a', secret: 1 }, /unknown option "secret"/],
    [{ step: 'prepare', exportId: 'a', partition: 0 }, /step "prepare" takes no "partition"/],
    [{ step: 'advance', exportId: 'a' }, /step "advance" needs "partition"/],
    [{ step: 'advance', exportId: 'a', partition: -1 }, /option "partition" must be an integer/],
    [{ step: 'fail', exportId: 'a' }, /step "fail" needs "error"/],
    [{ step: 'fail', exportId: 'a', error: {} }, /"error" needs a name/],
    [{ step: 'await-client', exportId: 'a' }, /step "await-client" needs "taskToken"/],
    [{ step: 'finish', exportId: 'a', taskToken: 'not given' }, /step "finish" takes no "taskToken"/],
    [{ step: 'finish', exportId: 'a', crashes: 'many' }, /option "crashes" must be an integer/],
  ])('refuses the event %j', async (event, message) => {
    const { failure, steps } = setUp(() => done);

    const error = await failure(event);

    assert.equal(error.name, 'EXPORT_OPTIONS_INVALID');
    assert.match(error.message, message);
    assert.ok(!error.message.includes('not given'));
    assert.deepEqual(steps.calls, []);
  });

  it('refuses bad options at once, naming them', () => {
    const make = stepHandler as (options: unknown) => unknown;
    const engine = { steps: scriptedSteps(() => done) };

    assertRefused(() => make({}), /option "engine" must be an export engine/);
    assertRefused(() => make({ engine: {} }), /option "engine"/);
    assertRefused(() => make({ engine, clientWaits: {} }), /option "clientWaits" must be clientWaits\(\)/);
    assertRefused(() => make({ engine, pushNotifier: 'Push!' }), /option "pushNotifier"/);
    assertRefused(() => make({ engine, reserveMs: 99 }), /option "reserveMs" must be an integer from 100 to 60000/);
    assertRefused(() => make({ engine, onError: 'console' }), /option "onError" must be a function/);
    assertRefused(() => make({ engine, surprise: 1 }), /unknown option "surprise"/);
  });
});
