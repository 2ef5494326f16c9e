import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from './bench-options.ts';
import { loadIndex } from './data/load-data.ts';
import type { BenchRun } from './measure/bench-run.ts';
import { prepareCommands } from './measure/commands.ts';
import { measureScenario } from './measure/measure-scenario.ts';
import { profileCase } from './measure/profile-case.ts';
import type { ScenarioResult } from './report/results.ts';
import { describeCommit, describeSurroundings } from './report/surroundings.ts';
import { type BenchServers, startBenchServers } from './servers/bench-servers.ts';
import { storedFileVerifier } from './verify/verify-stored-file.ts';

export interface BenchmarkRun {
  readonly options: BenchOptions;
  /** As it was typed, for the report. */
  readonly command: string;
  readonly report: (line: string) => void;
  /** Told each scenario as it is done, so that an interrupted run keeps what it has. */
  readonly onScenario: (result: ScenarioResult) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Starts the servers, loads what is missing, measures, and stops the servers. */
export async function runBenchmark(run: BenchmarkRun): Promise<void> {
  const { options, report, signal } = run;
  const commandFor = await prepareCommands(options.scenarios, report);
  report('starting Elasticsearch and an S3 server ...');
  const heap = options.isQuick ? '1g' : '2g';
  const servers = await startBenchServers({ heap, shouldKeepData: !options.isQuick, signal });
  const folder = await mkdtemp(join(tmpdir(), 'export-engine-bench-'));
  try {
    await loadData(servers, run);
    const verify = storedFileVerifier(servers.s3Client, servers.s3.bucket, folder);
    const { repeats, patienceMs } = options;
    const bench: BenchRun = { servers, commandFor, verify, folder, repeats, patienceMs, report, signal };
    await (options.isProfile ? profileAll(bench, run) : measureAll(bench, run, heap));
  } finally {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function loadData({ api }: BenchServers, { options, report }: BenchmarkRun): Promise<void> {
  const cases = options.scenarios.flatMap((scenario) => scenario.cases);
  const plans = new Map(cases.map(({ index }) => [index.name, index]));
  for (const plan of plans.values()) await loadIndex(api, plan, report);
}

async function measureAll(bench: BenchRun, run: BenchmarkRun, heap: string): Promise<void> {
  const surroundings = describeSurroundings(heap);
  const commit = describeCommit();
  for (const scenario of run.options.scenarios) {
    const { id, title, baseline, floor, runs } = scenario;
    const measuredAt = new Date().toISOString();
    const { conditions, cases } = await measureScenario(bench, scenario);
    await run.onScenario({
      id,
      title,
      baseline,
      floor,
      runs,
      measuredAt,
      commit,
      command: run.command,
      conditions,
      surroundings,
      cases,
    });
  }
}

/** Functions with less than this share of the time are left out. */
const shownShare = 0.01;

async function profileAll(bench: BenchRun, { options, report }: BenchmarkRun): Promise<void> {
  for (const scenario of options.scenarios) {
    for (const one of scenario.cases.filter(({ program }) => program === 'engine')) {
      report(`\n${scenario.id}/${one.id}: the main thread's time by function, without its callees`);
      for (const { name, milliseconds, share } of await profileCase(bench, scenario, one)) {
        if (share < shownShare) break;
        report(
          `${(share * 100).toFixed(1).padStart(5)} % ${Math.round(milliseconds).toString().padStart(6)} ms  ${name}`,
        );
      }
    }
  }
}
