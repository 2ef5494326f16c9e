import {
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { ExportEngineError, timedCall } from '@export-engine/core';
import { errorName, stepFunctionsFailure, stepFunctionsTimeout } from './step-functions-failure.ts';
import { version } from './version.ts';

/** The calls of Step Functions that are made here. Each says whether the service knew what it was asked about. */
export interface StepFunctionsCalls {
  /** @returns `closed` when an execution of this name has ended in the last 90 days */
  start(execution: Execution, options: CallOptions): Promise<'running' | 'closed'>;
  /** @returns `unknown` when there is no execution of this ARN; one that has ended by itself is stopped, too */
  stop(executionArn: string, options: CallOptions): Promise<'stopped' | 'unknown'>;
  /** @returns `over` when nobody waits for this token any more */
  succeedTask(taskToken: string, options: CallOptions): Promise<'told' | 'over'>;
  /** @returns `over` when nobody waits for this token any more */
  beatHeart(taskToken: string, options: CallOptions): Promise<'told' | 'over'>;
}

export interface Execution {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
}

interface CallOptions {
  readonly signal: AbortSignal;
}

/** What the service says of a token whose task has ended, was replaced, or never was. */
const overNames: readonly string[] = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

export function stepFunctionsCalls(client: SFNClient, timeoutMs: number): StepFunctionsCalls {
  return {
    async start(execution, options) {
      // With the name and the input of a running execution the service answers as it did the first time.
      const command = new StartExecutionCommand(execution);
      const refusal = await send('StartExecution', command, options, ['ExecutionAlreadyExists']);
      return refusal === undefined ? 'running' : 'closed';
    },

    async stop(executionArn, options) {
      const command = new StopExecutionCommand({ executionArn });
      // The ARN is well-formed, so what is not valid is to stop what has ended.
      const refusal = await send('StopExecution', command, options, ['ExecutionDoesNotExist', 'ValidationException']);
      return refusal === 'ExecutionDoesNotExist' ? 'unknown' : 'stopped';
    },

    async succeedTask(taskToken, options) {
      const command = new SendTaskSuccessCommand({ taskToken, output: '{}' });
      return (await send('SendTaskSuccess', command, options, overNames)) === undefined ? 'told' : 'over';
    },

    async beatHeart(taskToken, options) {
      const command = new SendTaskHeartbeatCommand({ taskToken });
      return (await send('SendTaskHeartbeat', command, options, overNames)) === undefined ? 'told' : 'over';
    },
  };

  /** @returns which of the expected refusals the service answered with, if it did */
  async function send(
    operation: string,
    command: Command,
    { signal }: CallOptions,
    refusals: readonly string[],
  ): Promise<string | undefined> {
    nameTheEngine(command);
    try {
      const timeoutError = (): Error => stepFunctionsTimeout(operation, timeoutMs);
      await timedCall({ signal, timeoutMs, timeoutError }, (abortSignal) =>
        client.send(command as StartExecutionCommand, { abortSignal }),
      );
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      const name = errorName(error);
      if (name !== undefined && refusals.includes(name)) return name;
      throw ExportEngineError.isInstance(error) ? error : stepFunctionsFailure(operation, error);
    }
  }
}

type Command = StartExecutionCommand | StopExecutionCommand | SendTaskSuccessCommand | SendTaskHeartbeatCommand;

/** What is added sits on the command, so the injected client stays as it is for everybody else. */
function nameTheEngine(command: Command): void {
  (command as StartExecutionCommand).middlewareStack.add(
    (next, context) => (args) => {
      context.userAgent = [...(context.userAgent ?? []), ['export-engine', version]];
      return next(args);
    },
    { name: 'exportEngineUserAgent', step: 'initialize', override: true },
  );
}
