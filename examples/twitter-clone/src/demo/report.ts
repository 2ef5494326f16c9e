import type { Link } from '@export-engine/core';
import type { Verdict } from '../verify/verdict.ts';
import type { OwnedExport } from './export-once.ts';
import { count } from './progress-line.ts';

const mebibyte = 1024 * 1024;

/** What came out, as lines for people. */
export function exportSummary({ progress, createdAt, endedAt }: OwnedExport, link: Link): string {
  const seconds = (Date.parse(endedAt ?? createdAt) - Date.parse(createdAt)) / 1000;
  return [
    `  rows         ${count(progress.rows)}`,
    `  bytes        ${count(progress.bytes)}`,
    `  rows/s       ${count(progress.rows / seconds)}, start and end included`,
    `  peak memory  ${peakMebibytes()} MiB, the whole application`,
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

/** Where the application is, and what to try. */
export function invitation({ url, wireUrl, isPageBuilt }: Invitation): string {
  return [
    '',
    `The Twitter clone is at ${url}`,
    ...(isPageBuilt ? ['  Sign in as Ada or Grace, search, and export what is found in one of three ways.'] : []),
    `  The export API describes itself at ${url}/api/exports/openapi.json`,
    `  The wire API is at ${url}/search and so on, its websocket at ${wireUrl}`,
    '  Ctrl-C stops it; exports under way go on at the next start.',
  ].join('\n');
}

export interface Invitation {
  readonly url: string;
  readonly wireUrl: string;
  readonly isPageBuilt: boolean;
}

/** Of this process since its start. */
function peakMebibytes(): number {
  return Math.round((process.resourceUsage().maxRSS * 1024) / mebibyte);
}
