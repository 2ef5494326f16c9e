import assert from 'node:assert/strict';
import { ExportEngineError, type SweepLimits, type SweepResult } from '@export-engine/core';
import { assertRefused } from '@export-engine/core/testing';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { contextOf } from '../../test/support/lambda-context.ts';
import { type SweepHandlerOptions, sweepHandler } from './sweep-handler.ts';

const swept: SweepResult = { failed: 1, cleanedUp: 2, removed: 3, errors: 0 };

function setUp(options: Partial<SweepHandlerOptions> = {}, result: () => SweepResult = () => swept) {
  const calls: unknown[] = [];
  const errors: unknown[] = [];
  const engine = {
    async sweep({ signal, ...limits }: SweepLimits & { signal?: AbortSignal } = {}) {
      calls.push(['sweep', limits, signal instanceof AbortSignal]);
      return result();
    },
    async resume() {
      calls.push(['resume']);
      return ['a', 'b'];
    },
  };
  const handler = sweepHandler({ engine, onError: (error) => errors.push(error), ...options });
  const failure = async (): Promise<Error> =>
    handler({}, contextOf()).then(
      () => assert.fail('the invocation succeeded'),
      (error) => error,
    );
  return { handler, failure, calls, errors };
}

const removes = (count: number) => ({ sweep: async () => count });
const down = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'secret: down');
const broken = { sweep: () => Promise.reject(down) };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('sweepHandler', () => {
  it('sweeps the exports within the limits, tickets, connections and waits, and answers with counts alone', async () => {
    const parts = { tickets: removes(4), connections: removes(5), clientWaits: removes(6) };
    const limits = { abandonedAfterSeconds: 3600, removeAfterSeconds: 86_400 };
    const { handler, calls } = setUp({ ...parts, limits });

    const answer = await handler({ source: 'aws.events' }, contextOf());

    assert.deepEqual(calls, [['sweep', limits, true]]);
    assert.deepEqual(answer, {
      ...{ resumed: 0, failed: 1, cleanedUp: 2, removed: 3 },
      ...{ tickets: 4, connections: 5, clientWaits: 6 },
    });
  });

  it('hands unfinished exports to the orchestrator first, when it is asked to', async () => {
    const { handler, calls } = setUp({ shouldResume: true });

    const { resumed } = await handler({}, contextOf());

    assert.equal(resumed, 2);
    assert.deepEqual(calls, [['resume'], ['sweep', {}, true]]);
  });

  it('does all that it can when parts fail, and fails then, with codes and no more', async () => {
    const unexpected = { sweep: () => Promise.reject(new TypeError('secret: x is not a function')) };
    const { failure, calls, errors } = setUp({ tickets: broken, connections: unexpected, clientWaits: removes(1) });

    const error = await failure();

    assert.equal(
      `${error.name}: ${error.message}`,
      'SweepFailed: Not swept: connections (EXPORT_UNEXPECTED); tickets (EXPORT_STORE_UNAVAILABLE).',
    );
    assert.equal(error.stack, `${error.name}: ${error.message}`);
    assert.equal(calls.length, 1);
    assert.equal(errors[1], down);
  });

  it('fails when some exports could not be swept', async () => {
    const { failure, errors } = setUp({}, () => ({ ...swept, errors: 2 }));

    assert.equal((await failure()).message, 'Not swept: exports (EXPORT_UNEXPECTED).');
    assert.match(String(errors[0]), /2 exports could not be swept/);
  });

  it('stops shortly before the end, says so, and leaves no timer', async () => {
    const endless = {
      sweep: ({ signal }: { signal: AbortSignal }) =>
        new Promise<number>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    };
    const { failure } = setUp({ tickets: endless });

    const failed = failure();
    await vi.advanceTimersByTimeAsync(59_000);

    assert.match((await failed).message, /^Not swept: tickets \(out of time\)/);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('refuses bad options at once, naming them', () => {
    const make = sweepHandler as (options: unknown) => unknown;
    const engine = { sweep() {}, resume() {} };

    assertRefused(() => make({}), /option "engine" must be an export engine/);
    for (const key of ['tickets', 'connections', 'clientWaits']) {
      assertRefused(() => make({ engine, [key]: {} }), new RegExp(`option "${key}" must be something to sweep`));
    }
    assertRefused(() => make({ engine, limits: { abandonedAfterSeconds: 59 } }), /option "abandonedAfterSeconds"/);
    assertRefused(() => make({ engine, limits: { every: 1 } }), /unknown option "every"/);
    assertRefused(() => make({ engine, shouldResume: 'yes' }), /option "shouldResume" must be true or false/);
    assertRefused(() => make({ engine, onError: 1 }), /option "onError" must be a function/);
    assertRefused(() => make({ engine, surprise: 1 }), /unknown option "surprise"/);
  });
});
