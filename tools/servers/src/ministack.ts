import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePorts } from './ports.ts';
import { startProcess } from './process.ts';
import { type PythonVenv, pythonVenv } from './python-venv.ts';
import type { RunningServer } from './running-server.ts';

export const MINISTACK_VERSION = '1.5.33';

/** ministack with everything it needs, so that a later release of one of them changes no test. */
const REQUIREMENTS = [
  `ministack==${MINISTACK_VERSION}`,
  'botocore==1.43.106',
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
  'python-dateutil==2.9.0.post0',
  'pyyaml==6.0.4',
  'six==1.17.0',
  'urllib3==2.8.0',
  'wsproto==1.3.2',
];

export interface MinistackOptions {
  /** Mail that SES accepts is delivered by SMTP to this server too: `127.0.0.1:2525`. */
  readonly smtpRelay?: string | undefined;
}

/** One address for every AWS service. The same credentials are good for all of them. */
export interface RunningMinistack extends RunningServer {
  readonly endpoint: string;
  readonly region: 'us-east-1';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const START_DEADLINE_MS = 60_000;

/**
 * Starts ministack, an emulator of AWS services, on a free loopback port, with an empty state that is gone at the stop.
 * Installs it from PyPI at the first call.
 *
 * An emulator, not the service: it checks that an SES sender is verified, but throttles nobody; for S3 use
 * `startVersitygw`, which is stricter. Lambda functions run on the Node that runs this.
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
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { pid, logTail, stop } = await startProcess({
    name: `ministack ${MINISTACK_VERSION}`,
    command: bin('ministack'),
    args: [],
    cwd: directory,
    env: {
      ...keepWithin(directory),
      ...(options.smtpRelay !== undefined && { SMTP_HOST: options.smtpRelay }),
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
  return { endpoint, region: 'us-east-1', ...credentials, pid, logTail, stop };
}

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
    HOME: directory,
    TMPDIR: join(directory, 'tmp'),
    STATE_DIR: join(directory, 'state'),
    S3_DATA_DIR: join(directory, 's3'),
    // At its start and end it removes the containers of every ministack that it finds.
    DOCKER_HOST: `unix://${join(directory, 'no-docker')}`,
  };
}
