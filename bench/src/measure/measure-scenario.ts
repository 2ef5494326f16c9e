import { drain } from '../plan/cases.ts';
import { type BenchCase, rowsOf, type Scenario } from '../plan/scenario.ts';
import type { CaseResult } from '../report/results.ts';
import { isQuiet } from '../report/summary.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { BenchRun } from './bench-run.ts';
import { type Conditions, openConditions } from './conditions.ts';
import { type CheckedRun, measureCase } from './measure-case.ts';
import { rotated } from './rotate.ts';

/** The results of a scenario, and how its conditions were made. */
export interface MeasuredScenario {
  readonly conditions: string;
  readonly cases: readonly CaseResult[];
}

/** Runs all cases of a scenario, round by round, so that whatever changes on the machine meanwhile meets all of them. */
export async function measureScenario(
  bench: BenchRun,
  scenario: Scenario & { readonly runs: number },
): Promise<MeasuredScenario> {
  const conditions = await openConditions(scenario, bench.servers);
  const found = new Map<string, CheckedRun[]>(scenario.cases.map(({ id }) => [id, []]));
  try {
    await warmUp(bench, scenario, conditions);
    for (let round = 0; round < scenario.runs; round += 1) {
      for (const one of rotated(scenario.cases, round)) {
        found.get(one.id)?.push(...(await runUntilQuiet(bench, scenario, one, conditions)));
      }
    }
  } finally {
    await conditions.close();
  }
  return { conditions: conditions.text, cases: scenario.cases.map((one) => resultOf(one, found.get(one.id) ?? [])) };
}

/** Reads each index once, so that the first case does not pay for cold caches and the server's own compiler. */
async function warmUp(bench: BenchRun, scenario: Scenario, conditions: Conditions): Promise<void> {
  const indices = new Map(scenario.cases.map(({ index }) => [index.name, index]));
  const unlimited = { ...conditions, limit: undefined };
  for (const index of indices.values()) await measureCase(bench, scenario, drain(index), unlimited);
}

/** @returns all runs that it took: the disturbed ones are kept, in case that no quiet one comes */
async function runUntilQuiet(
  bench: BenchRun,
  scenario: Scenario,
  one: BenchCase,
  conditions: Conditions,
): Promise<readonly CheckedRun[]> {
  const runs: CheckedRun[] = [];
  for (let repeat = 0; repeat <= bench.repeats; repeat += 1) {
    const checked = await measureCase(bench, scenario, one, conditions);
    runs.push(checked);
    bench.report(lineOf(scenario, one, checked));
    if (isQuiet(checked.run)) break;
  }
  return runs;
}

function resultOf(one: BenchCase, runs: readonly CheckedRun[]): CaseResult {
  const { id, title, program, options } = one;
  const verdicts = runs.flatMap(({ verdict }) => verdict ?? []);
  return {
    id,
    title,
    program,
    options,
    expectedRows: rowsOf(one),
    runs: runs.map(({ run }) => run),
    verdict: worst(verdicts),
  };
}

function worst(verdicts: readonly Verdict[]): Verdict | null {
  const [verdict] = [...verdicts].sort((a, b) => wrongness(b) - wrongness(a));
  if (verdict === undefined) return null;
  const { rows, wrongRows, sampledRows, wrongSampledRows, wrongColumns } = verdict;
  return { rows, wrongRows, sampledRows, wrongSampledRows, wrongColumns };
}

function wrongness({ wrongRows, wrongSampledRows }: Verdict): number {
  return wrongRows + wrongSampledRows;
}

function lineOf({ id }: Scenario, one: BenchCase, { run, verdict }: CheckedRun): string {
  const rate = Math.round(run.rows / run.seconds)
    .toLocaleString('en')
    .padStart(9);
  const cpu = ((run.cpuSeconds * 1e6) / run.rows).toFixed(2).padStart(6);
  const rss = Math.round(run.peakRssBytes / 1e6);
  const wrong =
    verdict === null || verdict.wrongRows === 0 ? '' : `, ${verdict.wrongRows.toLocaleString('en')} rows wrong`;
  const noise = isQuiet(run) ? '' : `, others used ${run.otherCpus.toFixed(2)} CPUs`;
  return `${`${id}/${one.id}`.padEnd(36)} ${rate} rows/s ${cpu} µs/row ${rss} MB${wrong}${noise}`;
}
