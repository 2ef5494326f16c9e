import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { elasticsearchVersion, s3Version } from '../servers/bench-servers.ts';
import { elasticdumpVersion, pythonRequirements } from '../servers/installed-peers.ts';
import type { Surroundings } from './results.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const comparedPackages = ['@elastic/elasticsearch', 'csv-stringify', '@aws-sdk/lib-storage'];

/** @param heap of Elasticsearch's JVM */
export function describeSurroundings(heap: string): Surroundings {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown CPU',
    cpus: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    versions: {
      Node: process.versions.node,
      Elasticsearch: `${elasticsearchVersion} (heap ${heap})`,
      versitygw: s3Version,
      ...Object.fromEntries(comparedPackages.map((name) => [name, installedVersion(name)])),
      elasticdump: elasticdumpVersion,
      ...Object.fromEntries(pythonRequirements.map((requirement) => `Python ${requirement}`.split('=='))),
    },
  };
}

/** With a `+` when the packages differ from it. */
export function describeCommit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--', 'packages').length > 0;
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}

/** From its package.json, which not every package exports. */
function installedVersion(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  for (;;) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest?.name === name && manifest.version !== undefined) return manifest.version;
    folder = dirname(folder);
  }
}

function readManifest(file: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
