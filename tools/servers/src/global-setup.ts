import type { TestProject } from 'vitest/node';
import { SERVER_NAMES, wantedServers } from './server-catalog.ts';
import { isMissing, type ProvidedServers, type ServerName } from './server-descriptions.ts';
import { startServers } from './start-servers.ts';
import { sharedServers } from './state-file.ts';

declare module 'vitest' {
  interface ProvidedContext {
    servers: ProvidedServers;
  }
}

/**
 * The vitest global set-up: takes the servers that `npm run servers` keeps running, starts those it does not, and
 * provides their descriptions to the test files.
 *
 * @throws Error when CI is set and a server is missing: there, a skipped test is a broken promise.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const wanted = wantedServers();
  const shared = await sharedServers();
  const started = await startServers(
    wanted.filter((name) => shared[name] === undefined),
    (line) => process.stderr.write(`servers: ${line}\n`),
  );
  const servers = Object.fromEntries(
    SERVER_NAMES.map((name) => [name, wanted.includes(name) ? (shared[name] ?? started.servers[name]) : NOT_WANTED]),
  ) as unknown as ProvidedServers;

  if (process.env['CI'] === 'true') await failWhenMissing(servers, wanted, started.stop);
  project.provide('servers', servers);
  return started.stop;
}

const NOT_WANTED = { missing: 'EXPORT_ENGINE_TEST_SERVERS does not name it: add it there, or unset the variable.' };

async function failWhenMissing(
  servers: ProvidedServers,
  wanted: readonly ServerName[],
  stop: () => Promise<void>,
): Promise<void> {
  const missing = wanted.flatMap((name) => {
    const server = servers[name];
    return isMissing(server) ? [`${name}: ${server.missing}`] : [];
  });
  if (missing.length === 0) return;
  await stop();
  throw new Error(`CI=true, and these servers are missing:\n${missing.join('\n')}`);
}
