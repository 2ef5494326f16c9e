import type { StateMachinePlan } from './state-machine-options.ts';
import type { SubMachine } from './states.ts';
import { invoke, retry } from './step-loop.ts';

/**
 * Waits for the client that an export is to be pushed to, while the file is made. Whatever happens here, the branch succeeds:
 * a client that comes later is sent the state when it comes.
 */
export function clientBranch(plan: StateMachinePlan): SubMachine {
  const payload = { step: 'await-client', 'exportId.$': '$.exportId', 'taskToken.$': '$$.Task.Token' };
  return {
    StartAt: 'IsClientExpected',
    States: {
      IsClientExpected: {
        Type: 'Choice',
        Choices: [{ Variable: '$.prepare.awaitsClient', BooleanEquals: true, Next: 'AwaitClient' }],
        Default: 'NoClientExpected',
      },
      NoClientExpected: { Type: 'Succeed' },
      AwaitClient: {
        ...invoke(plan, payload, '.waitForTaskToken'),
        TimeoutSeconds: plan.clientTimeoutSeconds,
        HeartbeatSeconds: plan.clientHeartbeatSeconds,
        ResultPath: null,
        Retry: [retry(3)],
        Catch: [
          { ErrorEquals: ['States.Timeout', 'States.HeartbeatTimeout'], ResultPath: null, Next: 'ClientStayedAway' },
          { ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'WaitingFailed' },
        ],
        Next: 'ClientCame',
      },
      ClientCame: { Type: 'Succeed' },
      ClientStayedAway: { Type: 'Pass', End: true },
      WaitingFailed: { Type: 'Pass', End: true },
    },
  };
}
