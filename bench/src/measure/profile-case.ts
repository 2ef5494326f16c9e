import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchCase, Scenario } from '../plan/scenario.ts';
import { bundlePlaces } from '../report/bundle-places.ts';
import { type CpuProfile, type FunctionTime, selfTimes } from '../report/profile-table.ts';
import type { BenchRun } from './bench-run.ts';
import { openConditions } from './conditions.ts';
import { measureCase } from './measure-case.ts';

/** Where the time of a case goes, over one run after another that warms the servers up. */
export async function profileCase(
  bench: BenchRun,
  scenario: Scenario,
  one: BenchCase,
): Promise<readonly FunctionTime[]> {
  const conditions = await openConditions(scenario, bench.servers);
  const flags = ['--cpu-prof', `--cpu-prof-dir=${bench.folder}`];
  const commandFor: BenchRun['commandFor'] = (program, job) => {
    const [node, ...rest] = bench.commandFor(program, job);
    return [node, ...flags, ...rest];
  };
  try {
    await measureCase(bench, scenario, one, conditions);
    await measureCase({ ...bench, commandFor }, scenario, one, conditions);
    return selfTimes(await takeProfile(bench.folder), bundlePlaces());
  } finally {
    await conditions.close();
  }
}

async function takeProfile(folder: string): Promise<CpuProfile> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'));
  const newest = names.sort().at(-1);
  if (newest === undefined) throw new Error('There is no profile.');
  return JSON.parse(await readFile(join(folder, newest), 'utf8')) as CpuProfile;
}
