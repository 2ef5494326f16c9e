import type { MeasuredRun } from '../../src/measure/measured-run.ts';
import type { CaseResult, ScenarioResult } from '../../src/report/results.ts';
import type { Verdict } from '../../src/verify/verdict.ts';

/** A run of a thousand rows. */
export function someRun(changes: Partial<MeasuredRun> = {}): MeasuredRun {
  return {
    seconds: 1,
    rows: 1000,
    cpuSeconds: 0.5,
    peakRssBytes: 100_000_000,
    elasticsearchCpuSeconds: 0.1,
    s3CpuSeconds: 0.1,
    otherCpus: 0,
    fileBytes: 10_000,
    ...changes,
  };
}

/** A verdict on a file of a thousand rows without a fault. */
export function someVerdict(changes: Partial<Verdict> = {}): Verdict {
  return { rows: 1000, wrongRows: 0, sampledRows: 20, wrongSampledRows: 0, wrongColumns: [], ...changes };
}

/** A case of a thousand rows. */
export function someCase(changes: Partial<CaseResult> = {}): CaseResult {
  return {
    id: 'engine',
    title: 'export engine',
    program: 'engine',
    expectedRows: 1000,
    runs: [someRun()],
    verdict: someVerdict(),
    ...changes,
  };
}

export function someScenario(changes: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    id: 'tweets',
    title: 'Tweets to CSV',
    runs: 1,
    measuredAt: '2026-11-24T12:00:00.000Z',
    commit: 'abc1234',
    command: 'npm run bench',
    conditions: 'All on one machine.',
    surroundings: { cpu: 'A CPU', cpus: 2, memoryGiB: 4, kernel: 'Linux 6', versions: { Node: '24.0.0' } },
    cases: [someCase()],
    ...changes,
  };
}
