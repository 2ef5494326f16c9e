import type { ExportStatus, Link } from '@export-engine/core';
import type { Verdict } from '../verify/verdict.ts';
import { count } from './progress-line.ts';

const mebibyte = 1024 * 1024;

/** What came out, as lines for people. */
export function exportSummary({ progress, createdAt, endedAt }: ExportStatus, link: Link): string {
  const seconds = (Date.parse(endedAt ?? createdAt) - Date.parse(createdAt)) / 1000;
  return [
    `  rows         ${count(progress.rows)}`,
    `  bytes        ${count(progress.bytes)}`,
    `  rows/s       ${count(progress.rows / seconds)}, start and end included`,
    `  peak memory  ${peakMebibytes()} MiB, loading included`,
    `  link         ${link.url}`,
    `  valid until  ${link.expiresAt}`,
  ].join('\n');
}

export function verdictWords(verdict: Verdict & { readonly reader: string }): string {
  const { reader, isEqual, rows, expectedRows } = verdict;
  if (isEqual) return `Verified by ${reader}: ${count(rows)} rows, each equal to its post, every digit of every id.`;
  const ids = (['differing', 'missing', 'unexpected'] as const)
    .filter((kind) => verdict[kind].length > 0)
    .map((kind) => `  ${kind}: ${verdict[kind].join(', ')}`);
  return [`WRONG, says ${reader}: ${count(rows)} rows where ${count(expectedRows)} are expected.`, ...ids].join('\n');
}

export function keepingWords(link: Link): string {
  return `The servers keep running until Ctrl-C. Fetch the file, which is called posts.csv, with\n  curl -OJ '${link.url}'`;
}

/** Of this process since its start. */
function peakMebibytes(): number {
  return Math.round((process.resourceUsage().maxRSS * 1024) / mebibyte);
}
