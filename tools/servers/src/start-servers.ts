import { missingPrerequisite } from './prerequisites.ts';
import type { RunningServer } from './running-server.ts';
import { SERVER_CATALOG } from './server-catalog.ts';
import type { MissingServer, ProvidedServers, ServerName } from './server-descriptions.ts';

/** Starting a JVM server fills a core for ten seconds; more at once only makes each slower. */
const STARTS_AT_ONCE = 3;

export interface StartedServers {
  readonly servers: Partial<ProvidedServers>;
  /** Stops all of them; every one is tried, then the first failure is thrown. */
  readonly stop: () => Promise<void>;
}

/** Starts the named servers, a few at a time. One that cannot be had becomes `missing` and stops none of the others. */
export async function startServers(
  names: readonly ServerName[],
  report: (line: string) => void = () => {},
): Promise<StartedServers> {
  const servers: Partial<Record<ServerName, object>> = {};
  const running: RunningServer[] = [];
  const queue = [...names];

  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const startedAt = Date.now();
      const started = await startOne(name);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      if ('missing' in started) {
        servers[name] = started;
        report(`${SERVER_CATALOG[name].title}: MISSING: ${started.missing}`);
      } else {
        running.push(started);
        servers[name] = describe(started);
        report(`${SERVER_CATALOG[name].title}: up in ${seconds} s`);
      }
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, work));
  return { servers: servers as Partial<ProvidedServers>, stop: () => stopAll(running) };
}

async function startOne(name: ServerName): Promise<RunningServer | MissingServer> {
  const lacking = await missingPrerequisite(name);
  if (lacking !== undefined) return { missing: lacking };
  try {
    return await SERVER_CATALOG[name].start();
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** The part that other processes can use: what is left after JSON, without what belongs to this process. */
function describe(server: RunningServer): object {
  const { stop: _stop, logTail: _logTail, pid: _pid, ...description } = server;
  return JSON.parse(JSON.stringify(description)) as object;
}

async function stopAll(running: readonly RunningServer[]): Promise<void> {
  const results = await Promise.allSettled(running.map((server) => server.stop()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
