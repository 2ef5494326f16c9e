import { goalsTable } from './goals-table.ts';
import type { ScenarioResult, Surroundings } from './results.ts';
import { markdownTable } from './table.ts';

/** The page with all results. */
export function resultsPage(scenarios: readonly ScenarioResult[]): string {
  return `${[
    '# Results of the benchmark',
    'Written by `npm run bench`; what is compared, and how, is in [the README](../README.md). Speed and CPU are against the script of the same table. A row is wrong when its identifier is not, digit by digit, that of a document, or when it is missing or there twice.',
    '![Rows per second of each case](results.svg)',
    ...scenarios.flatMap(sectionOf),
    ...goalsSection(scenarios),
  ].join('\n\n')}\n`;
}

function sectionOf(scenario: ScenarioResult): readonly string[] {
  return [`## ${scenario.title}`, markdownTable(scenario), captionOf(scenario)];
}

function captionOf({ measuredAt, commit, command, runs, conditions, surroundings }: ScenarioResult): string {
  const day = measuredAt.slice(0, 10);
  return `${day}, commit ${commit}, \`${command}\`: ${runs === 1 ? 'one run' : `medians of ${runs} runs`}. ${conditions} ${surroundingsText(surroundings)}`;
}

function surroundingsText({ cpu, cpus, memoryGiB, kernel, versions }: Surroundings): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${cpu}, ${cpus} CPUs, ${memoryGiB} GiB, ${kernel}; ${named.join(', ')}.`;
}

function goalsSection(scenarios: readonly ScenarioResult[]): readonly string[] {
  const table = goalsTable(scenarios);
  return table === '' ? [] : ['## Goals', table];
}
