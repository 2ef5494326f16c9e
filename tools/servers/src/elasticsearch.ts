import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { runCommand } from './command.ts';
import { isClusterReady } from './http.ts';
import { describeRange, findJavaHome, type JavaRange } from './java.ts';
import { copyArtifact } from './maven.ts';
import { freePorts } from './ports.ts';
import { startProcess } from './process.ts';
import type { RunningSearchServer } from './running-server.ts';
import { giveTo, mirror, type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

export type ElasticsearchVersion = '9.2.0' | '8.19.2' | '7.17.0';

/** What each version's own start script asks for; 7.x uses the security manager, which Java 18 locked. */
export const ELASTICSEARCH_JAVA: Readonly<Record<ElasticsearchVersion, JavaRange>> = {
  '9.2.0': { atLeast: 21 },
  '8.19.2': { atLeast: 17 },
  '7.17.0': { atLeast: 11, atMost: 17 },
};

export interface ElasticsearchOptions {
  readonly version: ElasticsearchVersion;
  /** The JVM's heap, as it writes it. Default `1g`. */
  readonly heap?: string | undefined;
  /** Further lines of elasticsearch.yml; they win over ours. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Holds the indices, and is kept at the stop. Default: a temporary folder, removed at the stop. */
  readonly dataDirectory?: string | undefined;
}

const START_DEADLINE_MS = 180_000;

/**
 * Starts one real Elasticsearch node on a free loopback port, without security, and waits until it serves.
 * Downloads it (about 100 MB) at the first call.
 *
 * It is the distribution Elastic publishes for integration tests: the real server with few modules. No painless, no
 * ingest, and `GET /` answers 405.
 *
 * @example
 * ```ts
 * const server = await startElasticsearch({ version: '9.2.0' });
 * await fetch(`${server.url}/_cluster/health`);
 * await server.stop();
 * ```
 */
export async function startElasticsearch(options: ElasticsearchOptions): Promise<RunningSearchServer> {
  const { version, heap = '1g' } = options;
  const javaHome = elasticsearchJavaHome(version);
  const distribution = await fetchElasticsearch(version);
  const user = unprivilegedUser();
  const [httpPort = 0, transportPort = 0] = await freePorts(2);
  const directory = await mkdtemp(join(tmpdir(), `export-engine-elasticsearch-${version}-`));
  const dataDirectory = options.dataDirectory ?? join(directory, 'data');
  const configuration = yaml({
    ...commonSettings(version, httpPort, transportPort),
    'path.data': dataDirectory,
    'path.logs': join(directory, 'logs'),
    ...options.settings,
  });
  const home = await prepare({ directory, dataDirectory, distribution, user, configuration });

  const url = `http://127.0.0.1:${httpPort}`;
  const running = await startProcess({
    name: `Elasticsearch ${version}`,
    command: join(home, 'bin', 'elasticsearch'),
    args: [],
    cwd: directory,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: directory,
      ES_JAVA_HOME: javaHome,
      ES_PATH_CONF: join(directory, 'config'),
      ES_TMPDIR: join(directory, 'tmp'),
      ES_JAVA_OPTS: `-Xms${heap} -Xmx${heap}`,
    },
    user,
    logFile: join(directory, 'server.log'),
    isReady: (signal) => isClusterReady(url, 1, signal),
    deadlineMs: START_DEADLINE_MS,
    temporaryDirectory: directory,
  });
  return { product: 'elasticsearch', version, url, pid: running.pid, logTail: running.logTail, stop: running.stop };
}

/** The unpacked distribution in the cache; downloads it at the first call. */
export async function fetchElasticsearch(version: ElasticsearchVersion): Promise<string> {
  const directory = await cached(`elasticsearch-${version}`, async (target) => {
    await copyArtifact(`org.elasticsearch.distribution.integ-test-zip:elasticsearch:${version}:zip`, target);
    const jar = join(elasticsearchJavaHome(version), 'bin', 'jar');
    await runCommand(jar, ['-xf', `elasticsearch-${version}.zip`], { cwd: target });
    await rm(join(target, `elasticsearch-${version}.zip`));
    await makeReadable(join(target, `elasticsearch-${version}`));
  });
  return join(directory, `elasticsearch-${version}`);
}

function elasticsearchJavaHome(version: ElasticsearchVersion): string {
  const range = ELASTICSEARCH_JAVA[version];
  const home = findJavaHome(range);
  if (home === undefined) throw new Error(`Elasticsearch ${version} needs ${describeRange(range)} and none was found.`);
  return home;
}

/** `jar` drops the execute bits, and a strict umask hides files from the user the server runs as. */
async function makeReadable(home: string): Promise<void> {
  await chmod(home, 0o755);
  for (const entry of await readdir(home, { withFileTypes: true, recursive: true })) {
    const isProgram = entry.isDirectory() || entry.parentPath === join(home, 'bin');
    await chmod(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
}

interface Layout {
  /** The node's own temporary folder. */
  readonly directory: string;
  readonly dataDirectory: string;
  readonly distribution: string;
  readonly user: UnprivilegedUser | undefined;
  readonly configuration: string;
}

/** Lays out the node's own folder and returns the home to start from. */
async function prepare({ directory, dataDirectory, distribution, user, configuration }: Layout): Promise<string> {
  const config = join(directory, 'config');
  const own = [config, dataDirectory, join(directory, 'tmp'), join(directory, 'logs')];
  for (const path of own) await mkdir(path, { recursive: true });
  await cp(join(distribution, 'config'), config, { recursive: true });
  await writeFile(join(config, 'elasticsearch.yml'), configuration);
  // The JVM options name log files relative to the distribution, which is shared and not ours to write.
  const jvmOptions = await readFile(join(config, 'jvm.options'), 'utf8');
  await writeFile(join(config, 'jvm.options'), jvmOptions.replace(/^.*(Xlog:gc|ErrorFile|HeapDump).*$/gm, ''));
  if (user === undefined) return distribution;

  const home = join(directory, 'home');
  await mirror(distribution, home);
  for (const path of own) await giveTo(user, path);
  await chmod(directory, 0o755);
  return home;
}

function commonSettings(
  version: ElasticsearchVersion,
  httpPort: number,
  transportPort: number,
): Readonly<Record<string, string>> {
  return {
    'cluster.name': `export-engine-${version}`,
    'node.name': 'node-1',
    'discovery.type': 'single-node',
    'network.host': '127.0.0.1',
    'http.port': String(httpPort),
    'transport.port': String(transportPort),
    // A full disk on a developer's machine must not turn indices read-only.
    'cluster.routing.allocation.disk.threshold_enabled': 'false',
    // The 7.17 distribution for tests has no security at all and refuses its settings.
    ...(version !== '7.17.0' && { 'xpack.security.enabled': 'false' }),
  };
}

function yaml(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}
