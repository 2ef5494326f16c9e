import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LambdaWorker, lambdaWorkers, type SentMail, sentMail } from './ministack-back-door.ts';
import { freePorts } from './ports.ts';
import { startProcess } from './process.ts';
import { type PythonVenv, pythonVenv } from './python-venv.ts';
import type { RunningServer } from './running-server.ts';

export const MINISTACK_VERSION = '1.5.33';

/** ministack with everything it needs, so that a later release of one of them changes no test. */
const REQUIREMENTS = [
  `ministack==${MINISTACK_VERSION}`,
  'botocore==1.43.106',
  'cffi==2.1.1',
  // Without it nobody's token is valid: HTTP APIs check the signatures of Cognito's.
  'cryptography==50.0.2',
  'defusedxml==0.7.1',
  'graphql-core==3.2.12',
  'h11==0.16.0',
  'h2==4.4.1',
  'hpack==4.2.0',
  'hypercorn==0.18.0',
  'hyperframe==6.1.0',
  'jmespath==1.1.0',
  'jsonata-python==0.7.1',
  'priority==2.0.0',
  'pycparser==3.12',
  'python-dateutil==2.9.0.post0',
  'pyyaml==6.0.4',
  'six==1.17.0',
  'urllib3==2.8.0',
  'wsproto==1.3.2',
];

const SECRET_ACCESS_KEY = 'test';

/**
 * What Lambda functions sign with, for another server that they are to call: the number of their account is the access key.
 * With `auth` each signs with a session of its role instead.
 */
export const MINISTACK_FUNCTION_CREDENTIALS: { readonly accessKeyId: string; readonly secretAccessKey: string } = {
  accessKeyId: '000000000000',
  secretAccessKey: SECRET_ACCESS_KEY,
};

export interface MinistackOptions {
  /** Mail that SES accepts is delivered by SMTP to this server too: `127.0.0.1:2525`. */
  readonly smtpRelay?: string | undefined;
  /**
   * Checks permissions: a Lambda function may do what its role allows, a state machine call what its role allows, and API
   * Gateway invoke what has a permission for it. Requests of `accessKeyId` itself may do everything. @default false
   */
  readonly auth?: boolean | undefined;
  /**
   * Variables that every Lambda function is given unless it sets them itself: `AWS_ENDPOINT_URL_S3` of a
   * `startVersitygw(MINISTACK_FUNCTION_CREDENTIALS)`.
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** One address for every AWS service. The same credentials are good for all of them. */
export interface RunningMinistack extends RunningServer {
  readonly endpoint: string;
  readonly region: 'us-east-1';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The live processes that run functions: a test can kill one in the middle of its work. */
  readonly lambdaWorkers: () => Promise<readonly LambdaWorker[]>;
  /** What SES accepted, in the order in which it came. */
  readonly mailbox: () => Promise<readonly SentMail[]>;
}

const START_DEADLINE_MS = 60_000;

/**
 * Starts ministack, an emulator of AWS services, on a free loopback port, with an empty state that is gone at the stop.
 * Installs it from PyPI at the first call.
 *
 * It runs with the gaps closed that matter to us: see the modules in tools/servers/ministack. Lambda functions run on the
 * Node that runs this. For S3's own rules use `startVersitygw`, which is stricter.
 *
 * @example
 * ```ts
 * const aws = await startMinistack();
 * const client = new SESClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws });
 * ```
 */
export async function startMinistack(options: MinistackOptions = {}): Promise<RunningMinistack> {
  const { bin } = await ministackVenv();
  const [port = 0] = await freePorts(1);
  const directory = await mkdtemp(join(tmpdir(), 'export-engine-ministack-'));
  await mkdir(join(directory, 'tmp'));

  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: SECRET_ACCESS_KEY };
  const { pid, logTail, stop } = await startProcess({
    name: `ministack ${MINISTACK_VERSION}`,
    command: bin('python'),
    args: [GAPS_CLOSED],
    cwd: directory,
    env: {
      ...keepWithin(directory),
      ...(options.smtpRelay !== undefined && { SMTP_HOST: options.smtpRelay }),
      ...(options.auth && { AUTH: 'true' }),
      EXPORT_ENGINE_MINISTACK_VERSION: MINISTACK_VERSION,
      EXPORT_ENGINE_LAMBDA_ENVIRONMENT: JSON.stringify(options.environment ?? {}),
      PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
      GATEWAY_PORT: String(port),
      // Where Lambda functions find it.
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    logFile: join(directory, 'server.log'),
    isReady: async (signal) => (await fetch(`${endpoint}/_ministack/ready`, { signal })).ok,
    deadlineMs: START_DEADLINE_MS,
    temporaryDirectory: directory,
  });
  return {
    endpoint,
    region: 'us-east-1',
    ...credentials,
    lambdaWorkers: () => lambdaWorkers({ endpoint }),
    mailbox: () => sentMail({ endpoint }),
    pid,
    logTail,
    stop,
  };
}

/** The program: ministack, with parts of it replaced. */
const GAPS_CLOSED = fileURLToPath(new URL('../ministack', import.meta.url));

/** The folder in the cache; installs it at the first call. */
export async function fetchMinistack(): Promise<string> {
  return (await ministackVenv()).folder;
}

function ministackVenv(): Promise<PythonVenv> {
  return pythonVenv(`ministack-${MINISTACK_VERSION}`, REQUIREMENTS);
}

/** Loopback only, all files in one folder, and no containers: each of these is otherwise by default. */
function keepWithin(directory: string): Record<string, string> {
  return {
    BIND_HOST: '127.0.0.1',
    // These two listen on every interface, whatever BIND_HOST says.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // The folder of the program is left as it is.
    PYTHONDONTWRITEBYTECODE: '1',
    HOME: directory,
    TMPDIR: join(directory, 'tmp'),
    STATE_DIR: join(directory, 'state'),
    S3_DATA_DIR: join(directory, 's3'),
    // At its start and end it removes the containers of every ministack that it finds.
    DOCKER_HOST: `unix://${join(directory, 'no-docker')}`,
  };
}
