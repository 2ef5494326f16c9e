// Starts every server and keeps them running, so that test runs need not wait: `npm run servers`.
import { once } from 'node:events';
import { wantedServers } from './server-catalog.ts';
import { startServers } from './start-servers.ts';
import { removeState, sharedServers, writeState } from './state-file.ts';

if (Object.keys(await sharedServers()).length > 0) {
  console.error('Servers are running already: stop them first, or use them.');
  process.exit(1);
}

const startedAt = Date.now();
console.log('Starting the servers ...');
const { servers, stop } = await startServers(wantedServers(), (line) => console.log(`  ${line}`));
const path = await writeState(servers);
console.log(`${JSON.stringify(servers, undefined, 2)}`);
console.log(`Ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s; described in ${path}. Ctrl-C stops them.`);

const keepAlive = setInterval(() => {}, 60_000);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
clearInterval(keepAlive);
console.log('Stopping the servers ...');
await removeState();
await stop();
