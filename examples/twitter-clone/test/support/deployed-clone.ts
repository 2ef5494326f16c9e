import { dirname } from 'node:path';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import {
  type FaultProxy,
  MINISTACK_FUNCTION_CREDENTIALS,
  type RunningMinistack,
  startFaultProxy,
  startMinistack,
  startVersitygw,
} from '@export-engine/servers';
import { clientOptions, deployAssembly } from '../integration/support/deploy-assembly.ts';
import { type CloudUser, signUp } from './cloud-user.ts';
import { synthesizedStack } from './synthesized-stack.ts';
import { createS3Client } from './test-bucket.ts';

export interface DeployOptions {
  /** Of posts, in a cluster that is not part of the stack. */
  readonly index: string;
  readonly searchUrl: string;
  /** CDK context: `{ partitions: 1, stepTimeoutSeconds: 3 }`. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether permissions are checked. The exports then go to the emulator's S3, which knows the roles; without, to a real S3
   * server, which has S3's rules about parts.
   */
  readonly checksRights?: boolean | undefined;
}

/** The Twitter clone on an emulator of AWS, deployed from its synthesized template, and looked at from outside. */
export interface DeployedClone {
  readonly aws: RunningMinistack;
  readonly outputs: Readonly<Record<string, string>>;
  /** Between the functions and the S3 server that holds the exports. */
  readonly s3Proxy: FaultProxy | undefined;
  /** Keys of what the bucket holds, and of uploads that are open. */
  bucketKeys(): Promise<{ readonly files: readonly string[]; readonly openUploads: readonly string[] }>;
  /** Makes an account through Cognito: signs up, confirms, signs in. */
  signUp(name: string): Promise<CloudUser>;
  stop(): Promise<void>;
}

const sender = 'exports@murmur.example';

export async function deployClone({ index, searchUrl, context, checksRights }: DeployOptions): Promise<DeployedClone> {
  const s3 = checksRights ? undefined : await startVersitygw(MINISTACK_FUNCTION_CREDENTIALS);
  const s3Proxy = s3 && (await startFaultProxy({ target: s3.endpoint }));
  const aws = await startMinistack({ auth: checksRights });
  const stack = await synthesizedStack({
    bundles: true,
    context: { standIn: aws.endpoint, ...(s3Proxy && { standInS3: s3Proxy.url }), ...context },
  });
  const stopAll = async (): Promise<void> => {
    await aws.stop();
    await s3Proxy?.close();
    await s3?.stop();
    await stack.remove();
  };
  try {
    const ses = new SESClient(clientOptions(aws));
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: sender }));
    ses.destroy();
    const { outputs } = await deployAssembly({
      aws,
      directory: dirname(stack.templateFile),
      stackName: 'TwitterClone',
      parameters: { SenderAddress: sender, SearchUrl: searchUrl, SearchIndex: index },
    });
    const bucket = outputs['BucketName'] as string;
    const client = createS3Client(s3 ?? aws);
    if (s3 !== undefined) await client.send(new CreateBucketCommand({ Bucket: bucket }));
    return {
      aws,
      outputs,
      s3Proxy,
      bucketKeys: () => keysOf(client, bucket),
      signUp: (name) => signUp({ aws, outputs }, name),
      async stop() {
        client.destroy();
        await stopAll();
      },
    };
  } catch (error) {
    console.error(aws.logTail());
    await stopAll();
    throw error;
  }
}

async function keysOf(client: S3Client, Bucket: string) {
  const files: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: 'files/' })) {
    files.push(...Contents.map(({ Key = '' }) => Key));
  }
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  return { files, openUploads: Uploads.map(({ Key = '' }) => Key) };
}
