import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { runCommand } from './command.ts';
import { isAnswering } from './http.ts';
import { freePorts } from './ports.ts';
import { startProcess } from './process.ts';
import type { RunningServer } from './running-server.ts';

export const VERSITYGW_VERSION = '1.8.0';

export interface VersitygwOptions {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  /** Kept at the stop. Default: a temporary folder, removed at the stop. */
  readonly dataDirectory?: string | undefined;
}

/** An S3 endpoint with path-style addresses. */
export interface RunningVersitygw extends RunningServer {
  readonly endpoint: string;
  readonly region: 'us-east-1';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Its folder `buckets` holds a folder for each bucket, and in there the objects as files. */
  readonly dataDirectory: string;
}

const START_DEADLINE_MS = 30_000;

/**
 * Starts a real S3 server over a folder on a free loopback port. Builds it from source at the first call, which takes
 * minutes. Bucket names need three letters or more.
 *
 * @example
 * ```ts
 * const s3 = await startVersitygw();
 * const client = new S3Client({ endpoint: s3.endpoint, region: s3.region, credentials: s3, forcePathStyle: true });
 * ```
 */
export async function startVersitygw(options: VersitygwOptions = {}): Promise<RunningVersitygw> {
  const { accessKeyId = 'export-engine', secretAccessKey = 'export-engine-secret' } = options;
  const program = await fetchVersitygw();
  const [port = 0] = await freePorts(1);
  const directory = await mkdtemp(join(tmpdir(), 'export-engine-versitygw-'));
  const dataDirectory = options.dataDirectory ?? join(directory, 'data');
  const buckets = join(dataDirectory, 'buckets');
  // Metadata goes into files of its own, because not every file system has extended attributes.
  const metadata = join(dataDirectory, 'metadata');
  await mkdir(buckets, { recursive: true });
  await mkdir(metadata, { recursive: true });

  const endpoint = `http://127.0.0.1:${port}`;
  const { pid, logTail, stop } = await startProcess({
    name: `versitygw ${VERSITYGW_VERSION}`,
    command: program,
    args: ['--port', `127.0.0.1:${port}`, 'posix', '--sidecar', metadata, buckets],
    cwd: directory,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      ROOT_ACCESS_KEY: accessKeyId,
      ROOT_SECRET_KEY: secretAccessKey,
    },
    logFile: join(directory, 'server.log'),
    isReady: () => isAnswering(endpoint),
    deadlineMs: START_DEADLINE_MS,
    temporaryDirectory: directory,
  });
  return { endpoint, region: 'us-east-1', accessKeyId, secretAccessKey, dataDirectory, pid, logTail, stop };
}

/** The program in the cache; builds it at the first call. */
export async function fetchVersitygw(): Promise<string> {
  const directory = await cached(`versitygw-${VERSITYGW_VERSION}`, async (target) => {
    process.stderr.write(
      `Building versitygw ${VERSITYGW_VERSION} (an S3 server) from source, once: 1 to 5 minutes ...\n`,
    );
    await runCommand('go', ['install', `github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW_VERSION}`], {
      env: { GOBIN: target },
    });
  });
  return join(directory, 'versitygw');
}
