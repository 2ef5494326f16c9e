import { errorCodes } from '@export-engine/core';

/** Where a caught error is put: `{ Error, Cause }`. */
export const errorPath = '$.error';

/** As which name a state machine reports that a worker was lost too often. */
export const workerLost = 'WorkerLost';

/** As which name a step reports that it was still at work when its time was over. */
export const stepTimedOut = 'StepTimedOut';

/**
 * Calls that did not reach the function, or were refused for the moment.
 * https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
const transientOfLambda: readonly string[] = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** Errors after which the same call is made again, after a random pause. */
export const transientErrors: readonly string[] = [
  ...transientOfLambda,
  ...Object.entries(errorCodes)
    .filter(([, { isRetryable }]) => isRetryable)
    .map(([code]) => code),
];

/**
 * How it shows that a worker was killed, ran out of memory, or of time. Older runtimes say `Lambda.Unknown` for all of them.
 *
 * They are counted rather than retried: another worker finds the lease of the dead one, is `busy`, and would be taken for a
 * success that starts the count of a retrier anew, without end.
 */
export const crashErrors: readonly string[] = [
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
  'Lambda.Unknown',
  'States.Timeout',
  stepTimedOut,
];
