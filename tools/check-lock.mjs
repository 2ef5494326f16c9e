// Fails when package-lock.json names the place a package was fetched from: that place differs from machine to machine,
// so it has no business in the lock (.npmrc: omit-lockfile-registry-resolved). Workspace links are relative paths: fine.
import { readFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const found = Object.entries(lock.packages).filter(([, { resolved }]) => resolved?.includes(':'));

for (const [path] of found) console.error(`package-lock.json: "${path}" has a "resolved" address. Run "npm run lock".`);
if (found.length > 0) process.exitCode = 1;
else console.log('package-lock.json holds no addresses.');
