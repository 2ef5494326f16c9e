// The benchmark: `npm run bench -- --help`.
import { join } from 'node:path';
import { type BenchOptions, benchOptions } from './bench-options.ts';
import { runBenchmark } from './benchmark.ts';
import { fullPlan } from './plan/full-plan.ts';
import { quickPlan } from './plan/quick-plan.ts';
import { goalsTable } from './report/goals-table.ts';
import { problemsOf } from './report/problems.ts';
import type { ScenarioResult } from './report/results.ts';
import { resultsFolder, writeResults } from './report/results-folder.ts';
import { markdownTable } from './report/table.ts';

const args = process.argv.slice(2);
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => interruption.abort(new Error('Interrupted.')));
}
try {
  const options = benchOptions(args);
  if ('help' in options) print(options.help);
  else await main(options);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
}

async function main(options: BenchOptions): Promise<void> {
  const results: ScenarioResult[] = [];
  const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const folder = options.isQuick ? join(resultsFolder, 'quick') : resultsFolder;
  const order = (options.isQuick ? quickPlan : fullPlan).map(({ id }) => id);

  async function onScenario(result: ScenarioResult): Promise<void> {
    results.push(result);
    print(`\n${result.title}\n\n${markdownTable(result)}\n`);
    await writeResults(folder, [result], order);
  }

  await runBenchmark({ options, command, report: print, onScenario, signal: interruption.signal });
  if (options.isProfile) return;
  if (!options.isQuick) print(goalsTable(results));
  print(`Results: ${folder}`);
  const problems = problemsOf(results);
  if (problems.length > 0) throw new Error(`The benchmark failed:\n${problems.join('\n')}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
