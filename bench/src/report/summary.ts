import type { MeasuredRun } from '../measure/measured-run.ts';
import type { CaseResult, ScenarioResult } from './results.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** Above so many CPUs used by others, a run says little. */
export const quietCpus = 0.3;
/** So many quiet runs are enough to leave the others out. */
const enoughRuns = 3;

/** The numbers of a case that its table shows. */
export interface Summary {
  readonly result: CaseResult;
  readonly rowsPerSecond: Spread;
  readonly cpuMicrosecondsPerRow: Spread;
  /** MB are 1,000,000 bytes. */
  readonly peakRssMb: Spread;
  readonly elasticsearchMicrosecondsPerRow: number;
  /** How often it is as fast as the baseline. */
  readonly speedUp: number | undefined;
  /** Its processor time per row, as a share of the baseline's. */
  readonly cpuShare: number | undefined;
  /** How fast it is, as a share of reading alone. */
  readonly floorShare: number | undefined;
  /** Runs that were counted although others used the machine. */
  readonly noisyRuns: number;
}

/** The summaries of a scenario's cases, in order. @throws Error when a case has no run */
export function summarise({ cases, baseline, floor }: ScenarioResult): readonly Summary[] {
  const own = cases.map(summariseAlone);
  const base = own.find(({ result }) => result.id === baseline);
  const bottom = own.find(({ result }) => result.id === floor);
  return own.map((summary) => ({
    ...summary,
    speedUp: base && summary.rowsPerSecond.median / base.rowsPerSecond.median,
    cpuShare: base && summary.cpuMicrosecondsPerRow.median / base.cpuMicrosecondsPerRow.median,
    floorShare: bottom && summary.rowsPerSecond.median / bottom.rowsPerSecond.median,
  }));
}

function summariseAlone(result: CaseResult): Omit<Summary, 'speedUp' | 'cpuShare' | 'floorShare'> {
  const runs = countedRuns(result.runs);
  if (runs.length === 0) throw new Error(`"${result.title}" was never run.`);
  const spread = (number: (run: MeasuredRun) => number): Spread => spreadOf(runs.map(number));
  return {
    result,
    rowsPerSecond: spread(({ rows, seconds }) => rows / seconds),
    cpuMicrosecondsPerRow: spread(({ rows, cpuSeconds }) => (cpuSeconds * 1e6) / rows),
    peakRssMb: spread(({ peakRssBytes }) => peakRssBytes / 1e6),
    elasticsearchMicrosecondsPerRow: spread((run) => (run.elasticsearchCpuSeconds * 1e6) / run.rows).median,
    noisyRuns: runs.filter((run) => !isQuiet(run)).length,
  };
}

/** The quiet ones, when they are enough; else all. */
function countedRuns(runs: readonly MeasuredRun[]): readonly MeasuredRun[] {
  const quiet = runs.filter(isQuiet);
  return quiet.length >= Math.min(enoughRuns, runs.length) ? quiet : runs;
}

export function isQuiet({ otherCpus }: MeasuredRun): boolean {
  return otherCpus <= quietCpus;
}
