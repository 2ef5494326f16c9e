import type { CaseResult, ScenarioResult } from './results.ts';

/**
 * What makes a run of the benchmark fail, in sentences: a program that read another number of rows than there are, a wrong
 * row or cell in one of the engine's files, a hole in a table. The peers' wrong rows are results.
 */
export function problemsOf(scenarios: readonly ScenarioResult[]): readonly string[] {
  return scenarios.flatMap(({ id, cases }) => cases.flatMap((result) => problemsOfCase(id, result)));
}

function problemsOfCase(scenario: string, { id, program, runs, expectedRows, verdict }: CaseResult): readonly string[] {
  const problems: string[] = [];
  if (runs.length === 0) problems.push('has no run');
  if (runs.some(({ rows }) => rows !== expectedRows)) problems.push(`did not read ${expectedRows} rows in each run`);
  if (program !== 'drain' && verdict === null) problems.push('has no file that could be checked');
  if (verdict !== null && verdict.rows !== expectedRows)
    problems.push(`stored ${verdict.rows} of ${expectedRows} rows`);
  if (program === 'engine' && verdict !== null) {
    if (verdict.wrongRows > 0) problems.push(`stored ${verdict.wrongRows} wrong rows`);
    if (verdict.wrongSampledRows > 0) problems.push(`stored wrong cells in ${verdict.wrongColumns.join(', ')}`);
    if (verdict.sampledRows === 0) problems.push('has no sampled row');
  }
  return problems.map((problem) => `${scenario}/${id} ${problem}.`);
}
