import { reachedGoals } from './goals.ts';
import type { ScenarioResult } from './results.ts';

/** The Markdown table of the goals whose cases were measured; empty when there are none. */
export function goalsTable(scenarios: readonly ScenarioResult[]): string {
  const results = reachedGoals(scenarios);
  if (results.length === 0) return '';
  const rows = results.map(
    ({ text, kind, bound, measured, isMet }) =>
      `| ${text} | ${kind} ${bound} | ${measured.toPrecision(3)} | ${isMet ? 'yes' : '**no**'} |`,
  );
  return ['| figure | goal | measured | reached |', '| --- | --: | --: | --- |', ...rows].join('\n');
}
