// Runs core's tests, kills included, with the object route in the raw route's place: npm run test:object-route.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const flags = ['run', '--project', 'unit', '--project', 'contract', 'packages/core'];
const env = { ...process.env, EXPORT_ENGINE_TEST_ROUTE: 'object' };
process.exitCode = spawnSync(process.execPath, [vitest, ...flags], { env, stdio: 'inherit' }).status ?? 1;
