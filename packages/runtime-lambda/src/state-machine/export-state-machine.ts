import type { JsonObject } from '@export-engine/core';
import { clientBranch } from './client-branch.ts';
import { errorPath } from './errors.ts';
import { generateBranch } from './generate-branch.ts';
import { checkStateMachineOptions, type StateMachineOptions } from './state-machine-options.ts';
import type { States } from './states.ts';
import { noCrashes, stepLoop } from './step-loop.ts';

/**
 * The state machine that calls the steps of one export until it has ended, in Amazon States Language (JSONPath): for CDK, SAM,
 * Terraform or `CreateStateMachine`. Its type is STANDARD; the input of an execution is `{ "exportId": "…" }`.
 *
 * ```
 * Prepare ─▶ Work ─▶ Deliver ─▶ Done
 *             ├─ Partitions: Advance, again and again, side by side ─▶ Finish
 *             └─ AwaitClient, when the export is to be pushed
 *      (any failure) ─▶ Fail ─▶ Deliver ─▶ ExportFailed
 * ```
 *
 * - *direct*: nobody is to be told; *email*: `Deliver` mails; *push*: `Deliver` waits until the client is connected, or is
 *   taken not to come. A client that never comes, and whatever goes wrong with waiting, fails no export.
 * - An execution that ends as FAILED is for an operator's eyes: `ExportFailed`, or `NotDelivered` when the ending could not be
 *   told or cleaned up, which the sweeper does later. A cancelled export's execution ends as ABORTED, or as SUCCEEDED when it
 *   learns of the cancellation by itself.
 * - History: one call of a step takes 7 events, 9 with a pause after it. "Maximum execution history size: 25,000 events"
 *   (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html) is enough for some 3,500 calls, of all partitions
 *   together; with `partitions.mode: 'distributed'`, of each. Calls of 15 minutes make that 36 days of work.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { exportStateMachine } from '@export-engine/runtime-lambda';
 *
 * const stepFunctionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:export-step';
 * const definition = JSON.stringify(exportStateMachine({ stepFunctionArn }));
 * ```
 */
export function exportStateMachine(options: StateMachineOptions): JsonObject {
  const plan = checkStateMachineOptions(options);
  const states: States = {
    Begin: {
      Type: 'Pass',
      Parameters: {
        'exportId.$': '$.exportId',
        prepare: noCrashes,
        finish: noCrashes,
        fail: noCrashes,
        deliver: noCrashes,
      },
      Next: 'Prepare',
    },
    ...stepLoop(plan, 'Prepare', {
      step: 'prepare',
      alsoKeeps: ['partitions', 'awaitsClient'],
      next: { done: 'Work', ended: 'Deliver', lost: 'Fail', failed: 'Fail' },
    }),
    Work: {
      Type: 'Parallel',
      Branches: [generateBranch(plan), clientBranch(plan)],
      ResultPath: null,
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: errorPath, Next: 'Fail' }],
      Next: 'Deliver',
    },
    ...stepLoop(plan, 'Fail', {
      step: 'fail',
      input: { 'error.$': errorPath },
      errorPath: '$.notFailed',
      next: { done: 'Deliver', ended: 'Deliver', lost: 'ExportFailed', failed: 'ExportFailed' },
    }),
    ...stepLoop(plan, 'Deliver', {
      step: 'deliver',
      errorPath: '$.notDelivered',
      next: { done: 'HowItEnded', ended: 'HowItEnded', lost: 'NotDelivered', failed: 'NotDelivered' },
    }),
    HowItEnded: {
      Type: 'Choice',
      Choices: [{ Variable: '$.fail.status', IsPresent: true, Next: 'ExportFailed' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
    ExportFailed: {
      Type: 'Fail',
      ErrorPath: `${errorPath}.Error`,
      Cause:
        'The export has failed; its record says why. If the record could not be written, the sweeper ends the export.',
    },
    NotDelivered: {
      Type: 'Fail',
      ErrorPath: '$.notDelivered.Error',
      Cause: 'The export has ended, but not everybody was told, or not all is cleaned up. The sweeper tries again.',
    },
  };
  return {
    Comment: 'Calls the steps of one export until it has ended. Made by exportStateMachine().',
    StartAt: 'Begin',
    TimeoutSeconds: plan.timeoutSeconds,
    States: states,
  };
}
