// Completes package-lock.json after "npm install" (see "npm run lock").
// Native tools list one optional package per platform. Where the registry in use does not serve one of them, npm leaves it
// out of the lock, and "npm ci" then refuses the lock as out of step. An entry with version and platform is all it needs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
const OPERATING_SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const missing = Object.entries(lock.packages).flatMap(([path, entry]) => missingOf(path, entry));
for (const { path, entry } of missing) lock.packages[path] = entry;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${missing.length} platform packages added.`);

function missingOf(path, { optionalDependencies = {}, dev }) {
  return Object.entries(optionalDependencies)
    .filter(([name]) => !isLocked(path, name))
    .map(([name, version]) => ({
      path: `node_modules/${name}`,
      entry: {
        version: exact(name, version),
        ...sortKeys({ ...platformOf(name), ...(dev ? { dev } : {}), optional: true }),
      },
    }));
}

/** In npm's own order, so that the next "npm install" changes nothing. */
function sortKeys(record) {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/** Looks where Node would look: beside the dependent package, then one folder up, and so on. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (lock.packages[`${folder}${folder ? '/' : ''}node_modules/${name}`]) return true;
    if (!folder.includes('/node_modules/')) return Boolean(lock.packages[`node_modules/${name}`]);
  }
}

/** Native tools pin their platform packages exactly; of a range, the lowest version is as good, for nobody here installs it. */
function exact(name, range) {
  const version = /\d+\.\d+\.\d+[-.\w]*/.exec(range)?.[0];
  if (version === undefined) throw new Error(`No version in "${name}": "${range}".`);
  return version;
}

/** What the name says, for example "@turbo/linux-arm64" or "@rollup/rollup-linux-x64-musl". */
function platformOf(name) {
  const words = name.replace('windows', 'win32').replace('x86_64', 'x64').split(/[-/@]/);
  const os = OPERATING_SYSTEMS.find((it) => words.includes(it));
  const cpu = PROCESSORS.find((it) => words.includes(it)) ?? (words.includes('64') ? 'x64' : undefined);
  const libc = words.some((it) => it.includes('musl'))
    ? 'musl'
    : words.some((it) => it.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os === 'linux' && libc ? { libc: [libc] } : {}),
  };
}
