import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataSetOf, indexNames } from '../data/indices.ts';
import { type BenchCase, rowsOf, type Scenario } from '../plan/scenario.ts';
import { quietCpus } from '../report/summary.ts';
import type { Job, Outcome } from '../subjects/job.ts';
import type { StoredFileVerdict } from '../verify/verify-stored-file.ts';
import { awaitQuiet } from './await-quiet.ts';
import type { BenchRun } from './bench-run.ts';
import type { Conditions } from './conditions.ts';
import { countCpu } from './cpu-ledger.ts';
import type { MeasuredRun } from './measured-run.ts';
import { runProgram } from './run-program.ts';

/** Nothing here takes a tenth of it. */
const timeoutMs = 10 * 60_000;

/** One run of a case, with what the check of its file found. */
export interface CheckedRun {
  readonly run: MeasuredRun;
  /** `null` for a case that stores no file. */
  readonly verdict: StoredFileVerdict | null;
}

/**
 * Runs a case once in a fresh process, checks the file that it stored, and removes it.
 *
 * @throws Error that names the case, when its program or the check fails; the signal's reason
 */
export async function measureCase(
  bench: BenchRun,
  scenario: Pick<Scenario, 'id' | 'orderBy'>,
  one: BenchCase,
  conditions: Conditions,
): Promise<CheckedRun> {
  try {
    return await runAndCheck(bench, scenario, one, conditions);
  } catch (cause) {
    bench.signal.throwIfAborted();
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${scenario.id}/${one.id} failed: ${message}`, { cause });
  }
}

async function runAndCheck(
  bench: BenchRun,
  { orderBy }: Pick<Scenario, 'orderBy'>,
  one: BenchCase,
  conditions: Conditions,
): Promise<CheckedRun> {
  const { servers, commandFor, signal } = bench;
  const folder = await mkdtemp(join(bench.folder, 'case-'));
  try {
    const job = jobOf(one, orderBy, conditions, folder);
    await awaitQuiet(quietCpus, bench.patienceMs, signal);
    const endCount = countCpu(servers);
    const command = commandFor(one.program, job);
    const seconds = await runProgram({ command, limit: conditions.limit, timeoutMs, signal });
    const outcome = JSON.parse(await readFile(job.outcomeFile, 'utf8')) as Outcome;
    const use = endCount(outcome.cpuSeconds);
    const verdict = outcome.key === null ? null : await bench.verify(outcome.key, expectedFile(one));
    const run: MeasuredRun = {
      seconds,
      rows: outcome.rows,
      cpuSeconds: outcome.cpuSeconds,
      peakRssBytes: outcome.peakRssBytes,
      elasticsearchCpuSeconds: use.elasticsearch,
      s3CpuSeconds: use.s3,
      otherCpus: use.others / seconds,
      fileBytes: verdict?.fileBytes ?? null,
    };
    return { run, verdict };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function jobOf(one: BenchCase, orderBy: string | undefined, conditions: Conditions, folder: string): Job {
  const { index, copies = 1, limit, options = {} } = one;
  return {
    elasticsearchUrl: conditions.elasticsearchUrl,
    s3: conditions.s3,
    key: `files/${randomUUID()}.csv`,
    indices: indexNames(index, copies),
    columns: dataSetOf(index).columns,
    orderBy,
    limit,
    options,
    folder,
    outcomeFile: join(folder, 'outcome.json'),
  };
}

function expectedFile(one: BenchCase) {
  const { dataSet, documents } = one.index;
  return { dataSet, documents, copies: one.copies ?? 1, rows: rowsOf(one), isCompressed: one.options?.gzip ?? false };
}
