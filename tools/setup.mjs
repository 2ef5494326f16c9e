// Installs the locked dependencies when they are missing or out of date; costs about 0.1 s otherwise.
// It runs before node_modules exists and on whatever Node the reader has, so: plain JavaScript, node:* imports only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!isInstalled()) {
  process.exitCode = install();
}

// Scripts run on node_modules/.bin/node (Linux x64: Node 24 from the lock) or else on the reader's own Node.
const [major, minor] = process.versions.node.split('.').map(Number);
const ownNodeIsEnough = major >= 26 || (major === 24 && minor >= 11);
if (!process.exitCode && !ownNodeIsEnough && !existsSync(`${root}node_modules/.bin/node`)) {
  console.error(
    `Node ${process.versions.node} is too old here and no Node for ${process.platform}-${process.arch} is locked: install Node 24.`,
  );
  process.exitCode = 1;
}

/** True when node_modules holds what package-lock.json asks for; npm records what it installed in the hidden lockfile. */
function isInstalled() {
  const installed = packagesOf('node_modules/.package-lock.json');
  if (installed === undefined) return false;
  return Object.entries(packagesOf('package-lock.json')).every(([path, { version, optional }]) => {
    const isWorkspace = !path.includes('node_modules/');
    const found = installed[path];
    return isWorkspace || (found === undefined ? optional === true : found.version === version);
  });
}

function packagesOf(file) {
  return existsSync(`${root}${file}`) ? JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages : undefined;
}

/** Runs "npm ci" with the Node that runs npm: node_modules/.bin/node is deleted while npm ci works. */
function install() {
  console.log('Installing the locked dependencies (npm ci), once ...');
  const { npm_node_execpath: node = process.execPath, npm_execpath: npm } = process.env;
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = npm
    ? spawnSync(node, [npm, ...flags], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', flags, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  return status ?? 1;
}
