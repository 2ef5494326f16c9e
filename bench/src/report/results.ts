import type { MeasuredRun } from '../measure/measured-run.ts';
import type { BenchCase, Scenario } from '../plan/scenario.ts';
import type { Verdict } from '../verify/verdict.ts';

/** Where and with what was measured. JSON. */
export interface Surroundings {
  readonly cpu: string;
  readonly cpus: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  /** Of everything that took part: `{ Node: '24.21.0', … }`. */
  readonly versions: Readonly<Record<string, string>>;
}

/** All runs of one case. JSON. */
export interface CaseResult extends Pick<BenchCase, 'id' | 'title' | 'program' | 'options'> {
  readonly expectedRows: number;
  readonly runs: readonly MeasuredRun[];
  /** Of the worst of the files; `null` for a case that stores none. */
  readonly verdict: Verdict | null;
}

/** One scenario, measured. JSON. */
export interface ScenarioResult extends Pick<Scenario, 'id' | 'title' | 'baseline' | 'floor'> {
  /** Wanted of each case; disturbed ones were repeated. */
  readonly runs: number;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly commit: string;
  readonly command: string;
  /** How the conditions were made, in words. */
  readonly conditions: string;
  readonly surroundings: Surroundings;
  readonly cases: readonly CaseResult[];
}
