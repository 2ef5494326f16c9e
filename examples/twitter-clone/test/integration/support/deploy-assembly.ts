import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type AwsServerDescription, zipArchive } from '@export-engine/servers';

export interface DeployOptions {
  readonly aws: AwsServerDescription;
  /** A synthesized cloud assembly, `cdk.out`, whose stack has a `CliCredentialsStackSynthesizer`. */
  readonly directory: string;
  readonly stackName: string;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

export interface DeployedStack {
  readonly outputs: Readonly<Record<string, string>>;
  /** Physical ids by the logical ids of the template. */
  readonly resources: Readonly<Record<string, string>>;
  /** Deletes the stack; the objects in its buckets must be gone. */
  readonly remove: () => Promise<void>;
}

/**
 * Deploys a stack of a cloud assembly to an emulator of AWS as the CDK CLI would: its files to a bucket, then the template.
 *
 * @throws Error with what CloudFormation says of each resource that could not be made; the stack is removed then.
 */
export async function deployAssembly(options: DeployOptions): Promise<DeployedStack> {
  const { aws, directory, stackName, parameters = {} } = options;
  const client = new CloudFormationClient(clientOptions(aws));
  const templateUrl = await publishFiles(options);
  const template = await readFile(join(directory, `${stackName}.template.json`), 'utf8');
  await client.send(
    new CreateStackCommand({
      StackName: stackName,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      ...(template.length > MAX_BODY_BYTES ? { TemplateURL: templateUrl } : { TemplateBody: template }),
    }),
  );

  const stack = await ended(client, stackName);
  const remove = async (): Promise<void> => {
    await client.send(new DeleteStackCommand({ StackName: stackName }));
    const left = await ended(client, stackName);
    client.destroy();
    if (left !== undefined) throw new Error(`${stackName} is ${left.StackStatus}: ${left.StackStatusReason}`);
  };
  if (stack?.StackStatus !== 'CREATE_COMPLETE') {
    const reasons = await failures(client, stackName);
    await remove();
    throw new Error(`${stackName} could not be made.\n${reasons.join('\n')}`);
  }
  return { outputs: outputsOf(stack), resources: await resourcesOf(client, stackName), remove };
}

/** Where an HTTP API of the emulator answers: `…/exports` is appended to it. */
export function httpApiUrl({ endpoint }: AwsServerDescription, apiId: string, stage = '$default'): string {
  return `${endpoint}/_aws/execute-api/${apiId}/${stage}`;
}

/** Where the clients of a WebSocket API of the emulator connect. */
export function webSocketUrl(aws: AwsServerDescription, apiId: string, stage: string): string {
  return httpApiUrl(aws, apiId, stage).replace(/^http/, 'ws');
}

/** What every AWS client needs to talk to the emulator. */
export function clientOptions({ endpoint, region, accessKeyId, secretAccessKey }: AwsServerDescription): {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

/** "51,200 bytes" https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_BODY_BYTES = 51_200;

/** The emulator's own. */
const ACCOUNT = '000000000000';

interface AssetManifest {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: 'file' | 'zip' };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
}

/** The address of the template, which is one of the files. */
async function publishFiles({ aws, directory, stackName }: DeployOptions): Promise<string> {
  const manifest = JSON.parse(await readFile(join(directory, `${stackName}.assets.json`), 'utf8')) as AssetManifest;
  const client = new S3Client({ ...clientOptions(aws), forcePathStyle: true });
  let templateUrl = '';
  for (const { source, destinations } of Object.values(manifest.files)) {
    const path = join(directory, source.path);
    const Body = source.packaging === 'zip' ? zipArchive(await filesIn(path)) : await readFile(path);
    for (const { bucketName, objectKey: Key } of Object.values(destinations)) {
      const Bucket = bucketName.replace(/\$\{AWS::AccountId}/, ACCOUNT).replace(/\$\{AWS::Region}/, aws.region);
      // Making a bucket again that is one's own is no error in us-east-1.
      await client.send(new CreateBucketCommand({ Bucket }));
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
      if (source.path === `${stackName}.template.json`) templateUrl = `${aws.endpoint}/${Bucket}/${Key}`;
    }
  }
  client.destroy();
  return templateUrl;
}

async function filesIn(directory: string): Promise<Readonly<Record<string, Buffer>>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(directory, path), await readFile(path)] as const)),
  );
}

/** The stack when nothing happens to it any more; `undefined` when there is none. */
async function ended(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  for (;;) {
    const stack = await client.send(new DescribeStacksCommand({ StackName })).then(
      ({ Stacks }) => Stacks?.[0],
      (error: Error) => {
        if (error.message.includes('does not exist')) return undefined;
        throw error;
      },
    );
    if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) return stack;
    await sleep(100);
  }
}

async function failures(client: CloudFormationClient, StackName: string): Promise<readonly string[]> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED').map(
    ({ LogicalResourceId, ResourceType, ResourceStatusReason }) =>
      `${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason}`,
  );
}

function outputsOf({ Outputs = [] }: Stack): Record<string, string> {
  return Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

async function resourcesOf(client: CloudFormationClient, StackName: string): Promise<Record<string, string>> {
  const resources: Record<string, string> = {};
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const { LogicalResourceId = '', PhysicalResourceId = '' } of page.StackResourceSummaries ?? []) {
      resources[LogicalResourceId] = PhysicalResourceId;
    }
  }
  return resources;
}
