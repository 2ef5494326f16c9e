import type { ScenarioResult } from './results.ts';
import { type Summary, summarise } from './summary.ts';

const width = 900;
const labelWidth = 380;
const valueWidth = 110;
const barHeight = 18;
const rowHeight = 26;
const titleHeight = 44;
const margin = 20;
const barSpace = width - labelWidth - valueWidth - 2 * margin;

/** Dark on light, or light on dark, as the reader's system says. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 15px; }
  .value { font-variant-numeric: tabular-nums; }
  .engine { fill: #0b6bcb; } .peer { fill: #8c959f; } .floor { fill: none; stroke: #8c959f; stroke-dasharray: 4 3; }
  .spread { stroke: #24292f; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .engine { fill: #58a6ff; } .peer { fill: #6e7681; } .floor { stroke: #6e7681; }
    .spread { stroke: #e6edf3; }
  }
`;

/** Bars of rows per second, a group for each scenario; the thin lines reach from the slowest to the fastest run. */
export function resultsChart(scenarios: readonly ScenarioResult[]): string {
  let top = margin;
  const groups = scenarios.map((scenario) => {
    const summaries = summarise(scenario);
    const group = `<g transform="translate(${margin} ${top})">${groupOf(scenario, summaries)}</g>`;
    top += titleHeight + summaries.length * rowHeight;
    return group;
  });
  const height = top + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Rows per second of each case">`,
    `<style>${style}</style>`,
    ...groups,
    '</svg>\n',
  ].join('\n');
}

function groupOf({ title }: ScenarioResult, summaries: readonly Summary[]): string {
  const fastest = Math.max(...summaries.map(({ rowsPerSecond }) => rowsPerSecond.max));
  const scale = (rate: number): number => Math.round((rate / fastest) * barSpace * 10) / 10;
  const bars = summaries.map((summary, index) => barOf(summary, titleHeight + index * rowHeight, scale));
  return `\n<text class="title" y="24">${escaped(title)}, rows per second</text>\n${bars.join('\n')}\n`;
}

function barOf({ result, rowsPerSecond }: Summary, top: number, scale: (rate: number) => number): string {
  const { median, min, max } = rowsPerSecond;
  const middle = top + barHeight / 2;
  const kind = result.program === 'engine' ? 'engine' : result.program === 'drain' ? 'floor' : 'peer';
  return [
    `<text y="${middle + 4}">${escaped(result.title)}</text>`,
    `<rect class="${kind}" x="${labelWidth}" y="${top}" width="${scale(median)}" height="${barHeight}" rx="2"/>`,
    `<line class="spread" x1="${labelWidth + scale(min)}" x2="${labelWidth + scale(max)}" y1="${middle}" y2="${middle}"/>`,
    `<text class="value" x="${labelWidth + scale(max) + 8}" y="${middle + 4}">${Math.round(median).toLocaleString('en')}</text>`,
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
