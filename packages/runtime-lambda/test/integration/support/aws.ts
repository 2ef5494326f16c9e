import { randomUUID } from 'node:crypto';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { JsonObject } from '@export-engine/core';
import { zipArchive } from '@export-engine/servers';

/** Where the emulator is. */
export interface AwsServer {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface FunctionOptions {
  /** An ES module that exports `handler`. */
  readonly code: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

export interface TestAws {
  readonly client: SFNClient;
  /** @returns its ARN */
  createFunction(options: FunctionOptions): Promise<string>;
  /** @returns its ARN */
  createMachine(definition: JsonObject): Promise<string>;
  /** How an execution ended. */
  ending(stateMachineArn: string, name: string): Promise<DescribeExecutionCommandOutput>;
  history(stateMachineArn: string, name: string): Promise<readonly HistoryEvent[]>;
  /** Of the executions that a distributed Map of this one started. */
  childHistories(stateMachineArn: string, name: string): Promise<readonly HistoryEvent[]>;
  /** Stops what runs, and removes what was made. */
  remove(): Promise<void>;
}

export function testAws(aws: AwsServer): TestAws {
  const { endpoint, region, accessKeyId, secretAccessKey } = aws;
  const client = new SFNClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  const machines: string[] = [];
  const functions: string[] = [];

  return {
    client,

    async createFunction({ code, variables = {}, timeoutSeconds = 60 }) {
      const FunctionName = `export-${randomUUID()}`;
      const { FunctionArn = '' } = await callLambda(aws, 'POST', '', {
        FunctionName,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/export',
        Timeout: timeoutSeconds,
        Code: { ZipFile: zipArchive({ 'index.mjs': code }).toString('base64') },
        Environment: { Variables: variables },
      });
      functions.push(FunctionName);
      return FunctionArn;
    },

    async createMachine(definition) {
      const { stateMachineArn = '' } = await client.send(
        new CreateStateMachineCommand({
          name: `export-${randomUUID()}`,
          roleArn: 'arn:aws:iam::000000000000:role/export',
          definition: JSON.stringify(definition),
        }),
      );
      machines.push(stateMachineArn);
      return stateMachineArn;
    },

    async ending(stateMachineArn, name) {
      const executionArn = executionArnOf(stateMachineArn, name);
      for (;;) {
        const described = await client.send(new DescribeExecutionCommand({ executionArn }));
        if (described.status !== 'RUNNING') return described;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },

    history: (stateMachineArn, name) => historyOf(client, executionArnOf(stateMachineArn, name)),

    async childHistories(stateMachineArn, name) {
      const executionArn = executionArnOf(stateMachineArn, name);
      const histories: HistoryEvent[] = [];
      for (const { mapRunArn } of (await client.send(new ListMapRunsCommand({ executionArn }))).mapRuns ?? []) {
        const { executions = [] } = await client.send(new ListExecutionsCommand({ mapRunArn }));
        for (const child of executions) histories.push(...(await historyOf(client, child.executionArn)));
      }
      return histories;
    },

    async remove() {
      for (const stateMachineArn of machines.splice(0)) {
        const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
        for (const { executionArn } of (await client.send(running)).executions ?? []) {
          // It may have ended by itself just now.
          await client.send(new StopExecutionCommand({ executionArn })).catch(() => undefined);
        }
        await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
      }
      for (const name of functions.splice(0)) await callLambda(aws, 'DELETE', `/${name}`);
      client.destroy();
    },
  };
}

async function historyOf(client: SFNClient, executionArn: string | undefined): Promise<readonly HistoryEvent[]> {
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return events;
}

function executionArnOf(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The management API. The emulator tells services apart by the signature's scope, and does not check it. */
async function callLambda(
  aws: AwsServer,
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly FunctionArn?: string }> {
  const response = await fetch(`${aws.endpoint}/2015-03-31/functions${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${aws.accessKeyId}/20260101/${aws.region}/lambda/aws4_request`,
      'content-type': 'application/json',
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
