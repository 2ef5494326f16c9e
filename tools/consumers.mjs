// Uses the published packages the way a stranger's project does: packed, unpacked into an empty project outside this
// repository, then required, imported, compiled and bundled. Run after "turbo run build" (npm run test:consumers).
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** The entry points that cannot be loaded without an optional peer dependency. All others must do without it. */
const ENTRIES_THAT_NEED = {
  '@elastic/elasticsearch': ['@export-engine/adapter-elasticsearch'],
  '@opensearch-project/opensearch': ['@export-engine/adapter-elasticsearch/opensearch'],
  '@aws-sdk/lib-storage': ['@export-engine/adapter-s3/upload-stream'],
  '@aws-sdk/client-ses': ['@export-engine/notifier-email/ses'],
  '@aws-sdk/client-apigatewaymanagementapi': ['@export-engine/notifier-websocket/api-gateway'],
  ws: ['@export-engine/notifier-websocket/ws', '@export-engine/runtime-node'],
};

const packages = readdirSync(join(root, 'packages'))
  .map((folder) => join(root, 'packages', folder))
  .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => manifest.private !== true);
const entries = packages.flatMap(({ manifest }) => entriesOf(manifest));
const work = mkdtempSync(join(tmpdir(), 'export-engine-consumers-'));

try {
  pack();
  const project = makeProject('project');
  check('CommonJS require', () => load(project, 'cjs', entries));
  check('ESM import', () => load(project, 'mjs', entries));
  check('ESM and CommonJS export the same names', () => compareNames(project));
  check('an error of the CommonJS copy is known to the ESM copy', () => meetErrors(project));
  for (const { name, without } of optionalPeers()) {
    check(`import without ${name}`, () => load(makeProject(basename(name), { without: name }), 'mjs', without));
  }
  check('TypeScript, node16, ESM and CommonJS', () => compile(project, 'node16', ['consumer.mts', 'consumer.cts']));
  check('TypeScript, bundler', () => compile(project, 'bundler', ['consumer-bundled.ts']));
  check('esbuild, minified CommonJS bundle', () => bundle(project));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function check(title, run) {
  const start = performance.now();
  try {
    run();
    console.log(`ok      ${title} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    console.log(`FAILED  ${title}\n${error.message.replace(/^/gm, '        ')}`);
    process.exitCode = 1;
  }
}

function entriesOf({ name, exports }) {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
}

/** Each optional peer dependency, with the entry points that must load when it is not installed. */
function optionalPeers() {
  return packages
    .flatMap(({ manifest }) => Object.entries(manifest.peerDependenciesMeta ?? {}))
    .filter(([, { optional }]) => optional)
    .map(([name]) => ({ name, without: entries.filter((entry) => !ENTRIES_THAT_NEED[name]?.includes(entry)) }));
}

function pack() {
  const workspaces = packages.flatMap(({ manifest }) => ['--workspace', manifest.name]);
  const flags = ['pack', '--silent', '--ignore-scripts', '--pack-destination', work, ...workspaces];
  run('npm', flags, { cwd: root, shell: process.platform === 'win32' });
}

/** An empty project with the packed packages; what they depend on is linked from this repository's node_modules. */
function makeProject(name, { without } = {}) {
  const folder = join(work, name);
  const modules = join(folder, 'node_modules');
  for (const it of packages) unpack(it, join(modules, it.manifest.name));
  const wanted = packages.flatMap(({ manifest }) => [
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
  for (const dependency of new Set([...wanted, '@types/node'])) {
    if (!dependency.startsWith('@export-engine/') && dependency !== without) link(dependency, modules);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  return folder;
}

function unpack({ manifest }, target) {
  const tarball = join(work, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', target], { cwd: work });
}

function link(dependency, modules) {
  const owner = packages.find(({ folder }) => isFile(join(folder, 'node_modules', dependency, 'package.json')));
  mkdirSync(dirname(join(modules, dependency)), { recursive: true });
  symlinkSync(join(owner?.folder ?? root, 'node_modules', dependency), join(modules, dependency), 'junction');
}

function isFile(path) {
  try {
    return readFileSync(path).length >= 0;
  } catch {
    return false;
  }
}

function load(project, extension, names) {
  const statements = names.map((name) => (extension === 'cjs' ? `require('${name}');` : `await import('${name}');`));
  writeFileSync(join(project, `load.${extension}`), statements.join('\n'));
  // Without the flag newer Nodes would let require() load ESM, and hide a missing CommonJS build.
  run(process.execPath, ['--no-experimental-require-module', `load.${extension}`], { cwd: project });
}

function compareNames(project) {
  const names = JSON.stringify(entries);
  const script = `
    const { deepStrictEqual } = require('node:assert');
    const namesOf = (module) => Object.keys(module).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort();
    Promise.all(${names}.map(async (name) => deepStrictEqual(namesOf(require(name)), namesOf(await import(name)), name)))
      .catch((error) => { console.error(error.message); process.exitCode = 1; });`;
  writeFileSync(join(project, 'names.cjs'), script);
  run(process.execPath, ['names.cjs'], { cwd: project });
}

/** Both copies of the core often live in one process, and `instanceof` fails between them. */
function meetErrors(project) {
  const script = `
    import { createRequire } from 'node:module';
    import * as esm from '@export-engine/core';
    const cjs = createRequire(import.meta.url)('@export-engine/core');
    if (esm.ExportEngineError === cjs.ExportEngineError) throw new Error('There is only one copy: this check checks nothing.');
    const error = new cjs.ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
    if (!esm.ExportEngineError.isInstance(error)) throw new Error('The brand is not shared.');`;
  writeFileSync(join(project, 'errors.mjs'), script);
  run(process.execPath, ['errors.mjs'], { cwd: project });
}

function compile(project, moduleResolution, files) {
  const uses = (line) => entries.map(line).join('\n');
  const imports = uses(
    (name, index) => `import * as entry${index} from '${name}';\nexport const used${index}: object = entry${index};`,
  );
  const requires = uses(
    (name, index) => `import entry${index} = require('${name}');\nexport const used${index}: object = entry${index};`,
  );
  for (const file of files) writeFileSync(join(project, file), file.endsWith('.cts') ? requires : imports);
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    types: ['node'],
    module: moduleResolution === 'node16' ? 'node16' : 'esnext',
    moduleResolution,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--pretty', 'false'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (status !== 0) reportOurs(stdout);
}

/** With skipLibCheck off the compiler also judges the vendors' own declarations; only what is ours fails the check. */
function reportOurs(output) {
  const reports = output.split('\n').filter((line) => /\(\d+,\d+\): error |^error /.test(line));
  const ours = reports.filter(
    (line) => !line.includes('node_modules/') || line.includes('node_modules/@export-engine/'),
  );
  if (ours.length > 0 || reports.length === 0) throw new Error(ours.join('\n') || output);
  const vendors = new Set(reports.map((line) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(line)?.[1]));
  console.log(`note    ${reports.length} reports in the declarations of ${[...vendors].join(', ')}`);
}

function bundle(project) {
  const outfile = join(work, 'bundled', 'bundle.cjs');
  writeFileSync(
    join(project, 'bundled.mjs'),
    entries.map((name) => `export * as _${idOf(name)} from '${name}';`).join('\n'),
  );
  buildSync({
    absWorkingDir: project,
    entryPoints: ['bundled.mjs'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'silent',
  });
  const missing = entries.filter((name) => createRequire(outfile)(outfile)[`_${idOf(name)}`] === undefined);
  if (missing.length > 0) throw new Error(`The bundle lacks ${missing.join(', ')}.`);
}

function idOf(name) {
  return name.replaceAll(/\W/g, '_');
}

function run(command, flags, options) {
  const { status, stdout, stderr, error } = spawnSync(command, flags, { encoding: 'utf8', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${flags.join(' ')}\n${stdout}${stderr}`.trim());
}
