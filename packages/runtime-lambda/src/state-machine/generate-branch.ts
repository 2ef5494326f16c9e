import type { JsonObject } from '@export-engine/core';
import { workerLost } from './errors.ts';
import type { StateMachinePlan } from './state-machine-options.ts';
import type { States, SubMachine } from './states.ts';
import { noCrashes, stepLoop } from './step-loop.ts';

/** Makes the file: every partition by a worker of its own, then all of them joined. */
export function generateBranch(plan: StateMachinePlan): SubMachine {
  return {
    StartAt: 'Partitions',
    States: {
      Partitions: {
        Type: 'Map',
        ItemsPath: '$.prepare.partitions',
        ItemSelector: {
          'exportId.$': '$.exportId',
          'partition.$': '$$.Map.Item.Value',
          advance: noCrashes,
          fail: noCrashes,
        },
        MaxConcurrency: plan.maxConcurrency,
        ItemProcessor: plan.mode === 'distributed' ? partitionExecution(plan) : partition(plan),
        // Of up to 1,024 words, one.
        ResultSelector: { 'hasEnded.$': "States.ArrayContains($, 'ended')" },
        ResultPath: '$.partitions',
        Next: 'IsExportOver',
      },
      IsExportOver: {
        Type: 'Choice',
        Choices: [{ Variable: '$.partitions.hasEnded', BooleanEquals: true, Next: 'Generated' }],
        Default: 'Finish',
      },
      ...stepLoop(plan, 'Finish', {
        step: 'finish',
        next: { done: 'Generated', ended: 'Generated', lost: 'FinishLost' },
      }),
      Generated: { Type: 'Succeed' },
      FinishLost: lost,
    },
  };
}

/** One partition, inside the execution. An error goes up to `Work`. */
function partition(plan: StateMachinePlan): SubMachine {
  return {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'Advance',
    States: {
      ...advance(plan, { lost: 'AdvanceLost' }),
      PartitionDone: partitionDone,
      AdvanceLost: lost,
    },
  };
}

/** One partition, as an execution of its own. Its error does not reach `Work`, so it ends the export itself before it fails. */
function partitionExecution(plan: StateMachinePlan): SubMachine {
  const partitionFailed = 'PartitionFailed';
  return {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Advance',
    States: {
      ...advance(plan, { lost: 'FailPartition', failed: 'FailPartition' }),
      ...stepLoop(plan, 'FailPartition', {
        step: 'fail',
        input: { 'error.$': '$.error' },
        errorPath: '$.notFailed',
        next: { done: partitionFailed, ended: partitionFailed, lost: partitionFailed, failed: partitionFailed },
      }),
      PartitionDone: partitionDone,
      [partitionFailed]: { Type: 'Fail', ErrorPath: '$.error.Error', Cause: "The export's record says why." },
    },
  };
}

function advance(plan: StateMachinePlan, failures: { readonly lost: string; readonly failed?: string }): States {
  return stepLoop(plan, 'Advance', {
    step: 'advance',
    input: { 'partition.$': '$.partition' },
    next: { done: 'PartitionDone', ended: 'PartitionDone', ...failures },
  });
}

/** One word, `done` or `ended`: the outputs of all partitions are put together. */
const partitionDone: JsonObject = { Type: 'Succeed', OutputPath: '$.advance.status' };

const lost: JsonObject = { Type: 'Fail', Error: workerLost, Cause: 'The worker was lost at every try.' };
