import { execFile } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '@export-engine/servers';

const run = promisify(execFile);

export const elasticdumpVersion = '6.125.1';
export const pythonRequirements = ['elasticsearch==9.2.0', 'boto3==1.42.0'] as const;

/**
 * The folder of the elasticdump package, installed from the npm registry at the first call. Not a dependency of this
 * repository: it needs 160 packages.
 */
export async function installElasticdump(report: (line: string) => void): Promise<string> {
  const folder = await installed(`bench-elasticdump-${elasticdumpVersion}`, async (target) => {
    report(`installing elasticdump ${elasticdumpVersion}, once ...`);
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    await run('npm', ['install', '--prefix', target, ...flags, `elasticdump@${elasticdumpVersion}`], { cwd: target });
  });
  return join(folder, 'node_modules', 'elasticdump');
}

/** The Python that has the libraries of the Python script, installed from PyPI at the first call. */
export async function installPython(report: (line: string) => void): Promise<string> {
  const key = ['bench-python', ...pythonRequirements].join('-').replaceAll('==', '-');
  const folder = await installed(key, async (target) => {
    report(`installing ${pythonRequirements.join(' and ')}, once ...`);
    await run('python3', ['-m', 'venv', target]);
    const flags = ['--quiet', '--no-input', '--disable-pip-version-check'];
    await run(join(target, 'bin', 'python'), ['-m', 'pip', 'install', ...flags, ...pythonRequirements]);
  });
  return join(folder, 'bin', 'python');
}

/** A folder in the cache that `fill` fills once. It is not moved afterwards: a Python environment knows its own place. */
async function installed(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheDirectory(), key);
  const mark = join(folder, '.complete');
  const isComplete = await access(mark).then(
    () => true,
    () => false,
  );
  if (isComplete) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await fill(folder);
  await writeFile(mark, '');
  return folder;
}
