import type { JsonObject } from '@export-engine/core';
import type { StepName } from '../steps/step-event.ts';
import { crashErrors, errorPath as defaultErrorPath, transientErrors } from './errors.ts';
import type { StateMachinePlan } from './state-machine-options.ts';
import type { States } from './states.ts';

export interface StepLoop {
  readonly step: Exclude<StepName, 'await-client'>;
  /** Of the event, besides the step, the export and the crashes. */
  readonly input?: JsonObject | undefined;
  /** Of the answer, besides the status, the pause and the crashes. */
  readonly alsoKeeps?: readonly string[] | undefined;
  /** Where a caught error goes. @default '$.error' */
  readonly errorPath?: string | undefined;
  /** Which state comes next. */
  readonly next: {
    readonly done: string;
    /** The export has ended. */
    readonly ended: string;
    /** A worker was lost too often in a row. */
    readonly lost: string;
    /** Any other failure. @default the error is the state machine's */
    readonly failed?: string | undefined;
  };
}

/**
 * Workers that may be lost one after the other, each having been killed or timed out, before the step is given up: a worker
 * that is killed at every try, for want of memory for example, must end. One that comes back starts the count anew.
 */
const maxCrashes = 6;

/** The count before the first call of a step, under the step's name in the state's data. */
export const noCrashes: JsonObject = { crashes: 0 };

/**
 * Calls a step until it is done: the call, what its answer means, the pause it asks for, and the count of lost workers.
 * Everything it keeps is under the step's name.
 */
export function stepLoop(plan: StateMachinePlan, name: string, loop: StepLoop): States {
  const { step, input = {}, alsoKeeps = [], errorPath = defaultErrorPath, next } = loop;
  const kept = `$.${step}`;
  const names = { answered: `${name}Answered`, pause: `${name}Pause`, crashed: `${name}Crashed` };
  const caught = (errors: readonly string[], state: string): JsonObject => ({
    ErrorEquals: errors,
    ResultPath: errorPath,
    Next: state,
  });
  return {
    [name]: {
      ...invoke(plan, { step, 'exportId.$': '$.exportId', 'crashes.$': `${kept}.crashes`, ...input }),
      ResultSelector: Object.fromEntries(
        ['status', 'waitSeconds', 'crashes', ...alsoKeeps].map((key) => [`${key}.$`, `$.Payload.${key}`]),
      ),
      ResultPath: kept,
      Retry: [retry(20)],
      Catch: [
        caught(crashErrors, names.crashed),
        ...(next.failed === undefined ? [] : [caught(['States.ALL'], next.failed)]),
      ],
      Next: names.answered,
    },
    [names.answered]: {
      Type: 'Choice',
      Choices: [
        { Variable: `${kept}.crashes`, NumericGreaterThanEquals: maxCrashes, Next: next.lost },
        { Variable: `${kept}.status`, StringEquals: 'done', Next: next.done },
        { Variable: `${kept}.status`, StringEquals: 'ended', Next: next.ended },
        { Variable: `${kept}.waitSeconds`, NumericGreaterThan: 0, Next: names.pause },
      ],
      Default: name,
    },
    [names.pause]: { Type: 'Wait', SecondsPath: `${kept}.waitSeconds`, Next: name },
    [names.crashed]: {
      Type: 'Pass',
      Parameters: { status: 'crashed', waitSeconds: 2, 'crashes.$': `States.MathAdd(${kept}.crashes, 1)` },
      ResultPath: kept,
      Next: names.answered,
    },
  };
}

/** A call of the step function; with a `suffix` of `.waitForTaskToken` one that others answer. */
export function invoke(
  { awsPartition, stepFunctionArn, taskTimeoutSeconds }: StateMachinePlan,
  payload: JsonObject,
  suffix = '',
): JsonObject {
  return {
    Type: 'Task',
    Resource: `arn:${awsPartition}:states:::lambda:invoke${suffix}`,
    Parameters: { FunctionName: stepFunctionArn, Payload: payload },
    TimeoutSeconds: taskTimeoutSeconds,
  };
}

/** Pauses up to a minute, with full jitter, so that many executions do not come back at the same instant. */
export function retry(maxAttempts: number): JsonObject {
  return {
    ErrorEquals: transientErrors,
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
    MaxAttempts: maxAttempts,
  };
}
