import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  type AwsServerDescription,
  MINISTACK_FUNCTION_CREDENTIALS,
  missingPrerequisite,
  startMinistack,
  startVersitygw,
} from '@export-engine/servers';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  clientOptions,
  type DeployedStack,
  deployAssembly,
  httpApiUrl,
  webSocketUrl,
} from './support/deploy-assembly.ts';
import { type SmallStackOptions, synthesizeSmallStack } from './support/small-stack.ts';

const isS3Missing = [await missingPrerequisite('aws'), await missingPrerequisite('s3')].some(Boolean);

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describeWithServer('aws', (aws) => {
  it('deploys a stack that is then used from outside, and removes it', async () => {
    const stack = await deploy(aws, {}, { Greeting: 'hello' });
    const { outputs, resources } = stack;

    const unknown = await fetch(`${httpApiUrl(aws, outputs['ApiId'] as string)}/start`, { method: 'POST' });
    const { status, execution } = await start(aws, stack);
    const socket = new WebSocket(webSocketUrl(aws, outputs['PushApiId'] as string, 'push'));
    await once(socket, 'open');
    socket.close();
    const object = await s3(aws).send(new GetObjectCommand({ Bucket: outputs['BucketName'], Key: 'ada.txt' }));

    assert.equal(unknown.status, 401);
    assert.equal(status, 202);
    assert.equal(execution?.status, 'SUCCEEDED');
    assert.equal(await object.Body?.transformToString(), 'made');
    assert.equal(outputs['Greeted'], 'hello');
    assert.ok(Object.values(resources).includes(outputs['BucketName'] as string));

    await s3(aws).send(new DeleteObjectCommand({ Bucket: outputs['BucketName'], Key: 'ada.txt' }));
    await stack.remove();
    await assert.rejects(s3(aws).send(new GetObjectCommand({ Bucket: outputs['BucketName'], Key: 'ada.txt' })), {
      name: 'NoSuchBucket',
    });
  });

  it('deploys a template that is too large for a request', async () => {
    const resources = { Topic: { Type: 'AWS::SNS::Topic', Metadata: { padding: 'x'.repeat(60_000) } } };

    const stack = await deployAssembly({ aws, ...(await handMade(resources)) });

    assert.match(stack.resources['Topic'] as string, /^arn:aws:sns:/);
    await stack.remove();
  });

  it('says what could not be made, and leaves nothing behind', async () => {
    const assembly = await handMade({ Topic: { Type: 'AWS::SNS::Topic' }, Alarm: { Type: 'AWS::CloudWatch::Alarm' } });

    await assert.rejects(
      deployAssembly({ aws, ...assembly }),
      /^Error: hand-made-\S+ could not be made.\nAlarm \(AWS::CloudWatch::Alarm\): MetricName/,
    );
    await assert.rejects(
      new CloudFormationClient(clientOptions(aws)).send(new DescribeStacksCommand({ StackName: assembly.stackName })),
      /does not exist/,
    );
  });
});

describe.skipIf(await missingPrerequisite('aws'))('with permissions on', () => {
  let aws: Awaited<ReturnType<typeof startMinistack>>;

  beforeAll(async () => {
    aws = await startMinistack({ auth: true });
  });

  afterAll(() => aws.stop());

  it('runs a stack whose functions have the rights that they need', async () => {
    const { status, execution } = await start(aws, await deploy(aws, {}));

    assert.deepEqual([status, execution?.status], [202, 'SUCCEEDED']);
  });

  it('refuses a function what its role does not allow', async () => {
    const { execution } = await start(aws, await deploy(aws, { without: 'put' }));

    assert.equal(execution?.status, 'FAILED');
    assert.match(`${execution?.error} ${execution?.cause}`, /^AccessDenied .*s3:PutObject/);
  });

  it('refuses a state machine a function that its role does not allow', async () => {
    const { execution } = await start(aws, await deploy(aws, { without: 'invoke' }));

    assert.equal(execution?.status, 'FAILED');
    assert.equal(execution?.error, 'Lambda.AWSLambdaException');
  });

  it.for(['start', 'permission'] as const)('answers 500 behind an API without the right: %s', async (without) => {
    assert.equal((await start(aws, await deploy(aws, { without }))).status, 500);
  });
});

describe.skipIf(isS3Missing)('with a real S3 server', () => {
  it('lets functions use it', async () => {
    const realS3 = await startVersitygw(MINISTACK_FUNCTION_CREDENTIALS);
    const aws = await startMinistack({ environment: { AWS_ENDPOINT_URL_S3: realS3.endpoint } });
    try {
      const stack = await deploy(aws, {});
      const Bucket = stack.outputs['BucketName'];
      await s3(realS3).send(new CreateBucketCommand({ Bucket }));

      const { execution } = await start(aws, stack);

      assert.equal(execution?.status, 'SUCCEEDED');
      const object = await s3(realS3).send(new GetObjectCommand({ Bucket, Key: 'ada.txt' }));
      assert.equal(await object.Body?.transformToString(), 'made');
    } finally {
      await Promise.all([aws.stop(), realS3.stop()]);
    }
  });
});

/** An assembly of a template alone. */
async function handMade(Resources: object): Promise<{ readonly directory: string; readonly stackName: string }> {
  const directory = await newFolder();
  const stackName = `hand-made-${randomUUID()}`;
  const path = `${stackName}.template.json`;
  await writeFile(join(directory, path), JSON.stringify({ Resources }));
  const destination = { bucketName: 'assets-of-tests', objectKey: path };
  const files = { template: { source: { path, packaging: 'file' }, destinations: { here: destination } } };
  await writeFile(join(directory, `${stackName}.assets.json`), JSON.stringify({ files }));
  return { directory, stackName };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'export-engine-assembly-'));
  folders.push(folder);
  return folder;
}

async function deploy(
  aws: AwsServerDescription,
  options: Omit<SmallStackOptions, 'outdir' | 'stackName'>,
  parameters: Readonly<Record<string, string>> = {},
): Promise<DeployedStack> {
  const directory = await newFolder();
  const stackName = `small-${randomUUID()}`;
  synthesizeSmallStack({ ...options, outdir: directory, stackName });
  return deployAssembly({ aws, directory, stackName, parameters });
}

/** Calls the API as Ada, and follows what she started to its end. */
async function start(aws: AwsServerDescription, { outputs }: DeployedStack) {
  const response = await fetch(`${httpApiUrl(aws, outputs['ApiId'] as string)}/start`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await signIn(aws, outputs)}` },
  });
  const { executionArn } = (await response.json()) as { readonly executionArn?: string };
  if (executionArn === undefined) return { status: response.status, execution: undefined };
  const client = new SFNClient(clientOptions(aws));
  for (;;) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') return { status: response.status, execution };
    await sleep(50);
  }
}

async function signIn(aws: AwsServerDescription, outputs: DeployedStack['outputs']): Promise<string> {
  const client = new CognitoIdentityProviderClient(clientOptions(aws));
  const user = { UserPoolId: outputs['PoolId'], Username: 'ada' };
  await client.send(new AdminCreateUserCommand(user));
  await client.send(new AdminSetUserPasswordCommand({ ...user, Password: 'Analytical-1', Permanent: true }));
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: outputs['ClientId'],
      AuthParameters: { USERNAME: 'ada', PASSWORD: 'Analytical-1' },
    }),
  );
  return AuthenticationResult?.AccessToken as string;
}

function s3(aws: AwsServerDescription): S3Client {
  return new S3Client({ ...clientOptions(aws), forcePathStyle: true });
}
