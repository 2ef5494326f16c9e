import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { failureOf } from './failure-of.ts';

function cause(errorMessage: unknown): string {
  return JSON.stringify({ errorType: 'x', errorMessage, trace: ['secret'] });
}

describe('failureOf', () => {
  it("takes an error of ours for what it was, with the engine's own words", () => {
    const error = failureOf({ Error: 'EXPORT_SOURCE_INCOMPLETE', Cause: cause('10 rows are missing.') });

    assert.deepEqual(
      [error.code, error.message, error.isRetryable],
      ['EXPORT_SOURCE_INCOMPLETE', '10 rows are missing.', false],
    );
  });

  it.each([undefined, '', 'no JSON', 'null', '7', cause(''), cause({ a: 1 }), '{}'])(
    'has words of its own for an error of ours whose cause is %j',
    (Cause) => {
      const error = failureOf({ Error: 'EXPORT_SINK_REJECTED', Cause });

      assert.deepEqual([error.code, error.message], ['EXPORT_SINK_REJECTED', 'A step of the export failed.']);
    },
  );

  it('cuts a message that is too long for a record', () => {
    assert.equal(failureOf({ Error: 'EXPORT_SINK_REJECTED', Cause: cause('x'.repeat(5000)) }).message.length, 1000);
  });

  it.each([
    'Sandbox.Timedout',
    'Runtime.ExitError',
    'Runtime.OutOfMemory',
    'Lambda.Unknown',
    'States.Timeout',
    'WorkerLost',
  ])('says of %s that the worker was lost, and nothing that AWS wrote', (name) => {
    const error = failureOf({ Error: name, Cause: cause('secret') });

    assert.equal(error.code, 'EXPORT_STALLED');
    assert.match(error.message, /^The worker was killed, ran out of memory, or ran out of time/);
    assert.deepEqual(error.details, { reason: name });
    assert.equal(error.cause, undefined);
  });

  it.each([
    ['Lambda.ResourceNotFoundException', 'Lambda.ResourceNotFoundException'],
    ['toString', 'toString'],
    ['a secret!', 'unknown'],
  ])('says of %s that the worker could not be run', (name, reason) => {
    const error = failureOf({ Error: name, Cause: cause('secret') });

    assert.deepEqual([error.code, error.message], ['EXPORT_UNEXPECTED', `The worker could not be run: ${reason}.`]);
  });
});
