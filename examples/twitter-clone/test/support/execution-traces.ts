import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { type HistoryEvent, paginateGetExecutionHistory, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import type { AwsServerDescription } from '@export-engine/servers';
import { clientOptions } from '../integration/support/deploy-assembly.ts';
import { eventually } from './api-client.ts';

interface Cloud {
  readonly aws: AwsServerDescription;
  readonly outputs: Readonly<Record<string, string>>;
}

/** How an execution of the state machine went. */
export interface Execution {
  readonly exportId: string;
  readonly status: string;
  readonly events: readonly HistoryEvent[];
}

export async function executionsOf({ aws, outputs }: Cloud): Promise<readonly Execution[]> {
  const client = new SFNClient(clientOptions(aws));
  const { StateMachineArn: stateMachineArn = '' } = outputs;
  const executions: Execution[] = [];
  for await (const page of paginateListExecutions({ client }, { stateMachineArn })) {
    for (const { executionArn = '', name = '', status = '' } of page.executions ?? []) {
      const events: HistoryEvent[] = [];
      const history = paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: true });
      for await (const { events: some = [] } of history) events.push(...some);
      executions.push({ exportId: name, status, events });
    }
  }
  client.destroy();
  return executions;
}

/** How the execution of an export went, once it has ended. */
export async function endedExecution(cloud: Cloud, exportId: string, limitMs = 60_000): Promise<Execution> {
  return eventually(async () => {
    const found = (await executionsOf(cloud)).find((execution) => execution.exportId === exportId);
    return found?.status === 'RUNNING' ? undefined : found;
  }, limitMs);
}

/** Every line of every log group. */
export async function logLines({ aws }: Pick<Cloud, 'aws'>): Promise<readonly string[]> {
  const client = new CloudWatchLogsClient(clientOptions(aws));
  const lines: string[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName = '' } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        lines.push(...events.map(({ message = '' }) => message));
      }
    }
  }
  client.destroy();
  return lines;
}

/** How often the step function was called for a step of this export. */
export function callsOf({ events }: Execution, step: string): number {
  const inputs = events.map(({ taskScheduledEventDetails }) => taskScheduledEventDetails?.parameters ?? '');
  return inputs.filter(
    (parameters) => parameters.includes(`"step":"${step}"`) || parameters.includes(`"step": "${step}"`),
  ).length;
}
