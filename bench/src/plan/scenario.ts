import type { IndexPlan } from '../data/indices.ts';
import type { SubjectOptions } from '../subjects/job.ts';

export type ProgramName = 'engine' | 'drain' | 'script' | 'elasticdump' | 'scan-to-csv';

/** One thing that is measured: a program with its settings on an index. */
export interface BenchCase {
  /** Short, unique in its scenario. */
  readonly id: string;
  /** For the table. */
  readonly title: string;
  readonly program: ProgramName;
  readonly index: IndexPlan;
  /** The index and so many clones less one are read as one result. @default 1 */
  readonly copies?: number | undefined;
  /** Slow programs stop after so many rows. */
  readonly limit?: number | undefined;
  readonly options?: SubjectOptions | undefined;
}

/** Cases that are compared with each other, in one run, under the same conditions. */
export interface Scenario {
  /** For `--only`. */
  readonly id: string;
  readonly title: string;
  /** Field to order by. */
  readonly orderBy?: string | undefined;
  /** How much of one CPU the measured process gets. @default all */
  readonly cpus?: number | undefined;
  /** How far away both servers are, one way. @default 0 */
  readonly delayMs?: number | undefined;
  /** Runs of each case, unless the command line says fewer. @default 5 */
  readonly runs?: number | undefined;
  /** The case that ratios are against. */
  readonly baseline?: string | undefined;
  /** The case that reads and does nothing else. */
  readonly floor?: string | undefined;
  readonly cases: readonly BenchCase[];
}

/** Rows that a case has to export. */
export function rowsOf({ index, copies = 1, limit = Number.POSITIVE_INFINITY }: BenchCase): number {
  return Math.min(index.documents * copies, limit);
}
