import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsServerDescription } from '../../src/server-descriptions.ts';
import { type AwsAnswer, askAws, ofAws } from './ask-aws.ts';

/** An operation of Step Functions: its answer, an error too. */
export function stepFunctions(aws: AwsServerDescription, operation: string, body: object): Promise<AwsAnswer> {
  return askAws(aws, { service: 'states', target: `AWSStepFunctions.${operation}`, body });
}

/** The ARN of a new state machine. */
export async function createMachine(aws: AwsServerDescription, definition: object): Promise<string> {
  const { stateMachineArn } = await ofAws(aws, {
    service: 'states',
    target: 'AWSStepFunctions.CreateStateMachine',
    body: {
      name: `m-${randomUUID()}`,
      roleArn: 'arn:aws:iam::000000000000:role/any',
      definition: JSON.stringify(definition),
    },
  });
  return stateMachineArn;
}

export interface Execution {
  readonly arn: string;
  /** How it ended, by DescribeExecution. */
  readonly end: () => Promise<AwsAnswer['body']>;
  readonly history: () => Promise<readonly HistoryEvent[]>;
}

export type HistoryEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

export async function startMachine(
  aws: AwsServerDescription,
  definition: object,
  input: unknown = {},
): Promise<Execution> {
  const stateMachineArn = await createMachine(aws, definition);
  const started = await stepFunctions(aws, 'StartExecution', { stateMachineArn, input: JSON.stringify(input) });
  return executionOf(aws, started.body.executionArn);
}

/** The end of an execution of a new state machine. */
export async function runMachine(
  aws: AwsServerDescription,
  definition: object,
  input: unknown = {},
): Promise<AwsAnswer['body']> {
  return (await startMachine(aws, definition, input)).end();
}

export function executionOf(aws: AwsServerDescription, executionArn: string): Execution {
  const end = async (): Promise<AwsAnswer['body']> => {
    for (;;) {
      const { body } = await stepFunctions(aws, 'DescribeExecution', { executionArn });
      if (body.status !== 'RUNNING') return body;
      await sleep(50);
    }
  };
  const history = async (): Promise<readonly HistoryEvent[]> =>
    (await stepFunctions(aws, 'GetExecutionHistory', { executionArn, maxResults: 1000 })).body.events;
  return { arn: executionArn, end, history };
}
