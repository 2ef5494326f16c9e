import type { ScenarioResult } from './results.ts';
import type { Spread } from './statistics.ts';
import { type Summary, summarise } from './summary.ts';

/** A column of the table: what it says of a case, or `undefined` where there is nothing to say. */
interface TableColumn {
  readonly header: string;
  readonly cell: (summary: Summary) => string | undefined;
}

const columns: readonly TableColumn[] = [
  { header: 'rows', cell: ({ result }) => grouped(result.expectedRows) },
  { header: '1,000 rows/s (min to max)', cell: ({ rowsPerSecond }) => spreadText(rowsPerSecond, 1000) },
  { header: 'against the script', cell: ({ speedUp }) => times(speedUp) },
  { header: 'of reading alone', cell: ({ floorShare }) => share(floorShare) },
  {
    header: 'client CPU, µs/row (min to max)',
    cell: ({ cpuMicrosecondsPerRow }) => spreadText(cpuMicrosecondsPerRow, 1),
  },
  { header: 'CPU against the script', cell: ({ cpuShare }) => share(cpuShare) },
  { header: 'peak RSS, MB (max)', cell: ({ peakRssMb }) => `${rounded(peakRssMb.median)} (${rounded(peakRssMb.max)})` },
  { header: 'Elasticsearch CPU, µs/row', cell: ({ elasticsearchMicrosecondsPerRow: us }) => rounded(us) },
  { header: 'rows wrong', cell: wrongRows },
  { header: 'sampled rows with a wrong cell', cell: wrongSample },
];

/** The Markdown table of a scenario. Columns in which no case says anything are left out. */
export function markdownTable(scenario: ScenarioResult): string {
  const summaries = summarise(scenario);
  const shown = columns.filter(({ cell }) => summaries.some((summary) => cell(summary) !== undefined));
  const rows = summaries.map((summary) => [titleOf(summary), ...shown.map(({ cell }) => cell(summary) ?? '')]);
  const header = ['', ...shown.map(({ header }) => header)];
  const rule = ['---', ...shown.map(() => '--:')];
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function titleOf({ result, noisyRuns }: Summary): string {
  const note = noisyRuns === 0 ? '' : ` (${noisyRuns} of ${result.runs.length} runs disturbed)`;
  return `${result.title}${note}`;
}

function wrongRows({ result: { verdict } }: Summary): string | undefined {
  return verdict === null ? undefined : grouped(verdict.wrongRows);
}

function wrongSample({ result: { verdict } }: Summary): string | undefined {
  if (verdict === null) return undefined;
  const names = verdict.wrongColumns.slice(0, 3).join(', ');
  const rest = verdict.wrongColumns.length > 3 ? ', …' : '';
  const where = names === '' ? '' : `: ${names}${rest}`;
  return `${grouped(verdict.wrongSampledRows)} of ${grouped(verdict.sampledRows)}${where}`;
}

function spreadText({ median, min, max }: Spread, unit: number): string {
  return `${rounded(median / unit)} (${rounded(min / unit)} to ${rounded(max / unit)})`;
}

function times(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value.toFixed(2)}x`;
}

function share(value: number | undefined): string | undefined {
  return value === undefined ? undefined : value.toFixed(2);
}

/** Three digits say all there is to say. */
function rounded(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

function grouped(value: number): string {
  return value.toLocaleString('en');
}
