import type { SFNClient } from '@aws-sdk/client-sfn';
import {
  checkOptions,
  custom,
  ExportEngineError,
  integer,
  type Orchestrator,
  objectWith,
  optional,
} from '@export-engine/core';
import { stepFunctionsCalls } from '../aws/step-functions-calls.ts';

export interface StepFunctionsOrchestratorOptions {
  readonly client: SFNClient;
  /** Of a STANDARD state machine made by `exportStateMachine()`, without version or alias. */
  readonly stateMachineArn: string;
  /** Longest wait for one call, the client's own retries included, in milliseconds; 1 to 60,000. @default 10,000 */
  readonly requestTimeoutMs?: number | undefined;
}

/** Executions of one export, one after the other, before starting it again is refused. */
const maxExecutions = 20;

/**
 * Has AWS Step Functions call the steps: one execution for each export, by the name of its id.
 *
 * `start` costs one call, also for an export that is under way, so `engine.resume()` is one call for each unfinished export.
 * An execution that has ended although its export has not (stopped, timed out, failed) is followed by another one, `{id}-2`
 * and so on. Two at once would do no harm: each partition has one worker at a time.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { SFNClient } from '@aws-sdk/client-sfn';
 * import { stepFunctionsOrchestrator } from '@export-engine/runtime-lambda';
 *
 * const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:exports';
 * const orchestrator = stepFunctionsOrchestrator({ client: new SFNClient({}), stateMachineArn });
 * ```
 */
export function stepFunctionsOrchestrator(options: StepFunctionsOrchestratorOptions): Orchestrator {
  checkOptions<StepFunctionsOrchestratorOptions>('stepFunctionsOrchestrator()', options, {
    client: objectWith(['send'], 'an SFNClient'),
    stateMachineArn: custom('the ARN of a state machine, without version or alias', isStateMachineArn),
    requestTimeoutMs: optional(integer({ min: 1, max: 60_000 })),
  });
  const { client, stateMachineArn, requestTimeoutMs = 10_000 } = options;
  const calls = stepFunctionsCalls(client, requestTimeoutMs);

  return {
    specVersion: 1,
    name: 'step-functions',

    async start(exportId, { signal }) {
      signal.throwIfAborted();
      // Always the same text: with another input, a running execution would be refused as if it had ended.
      const input = JSON.stringify({ exportId });
      for (const name of executionNames(exportId)) {
        if ((await calls.start({ stateMachineArn, name, input }, { signal })) === 'running') return;
      }
      const message = `${maxExecutions} executions of this export have ended, and the export has not; no more are started.`;
      throw new ExportEngineError('EXPORT_STATE_INVALID', message, { details: { maxExecutions } });
    },

    async stop(exportId, { signal }) {
      signal.throwIfAborted();
      for (const name of executionNames(exportId)) {
        if ((await calls.stop(executionArn(stateMachineArn, name), { signal })) === 'unknown') return;
      }
    },
  };
}

/** The name of a closed execution is taken for 90 days. */
function* executionNames(exportId: string): Generator<string> {
  if (!/^[\w-]{1,64}$/.test(exportId)) {
    const message = 'stepFunctionsOrchestrator(): an export id has 1 to 64 of the characters A-Z a-z 0-9 _ -.';
    throw new ExportEngineError('EXPORT_OPTIONS_INVALID', message, { details: { option: 'exportId' } });
  }
  yield exportId;
  for (let count = 2; count <= maxExecutions; count += 1) yield `${exportId}-${count}`;
}

const arn = /^arn:[a-z0-9-]+:states:[a-z0-9-]+:\d{12}:stateMachine:[\w-]{1,80}$/;

function isStateMachineArn(value: unknown): boolean {
  return typeof value === 'string' && arn.test(value);
}

function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}
