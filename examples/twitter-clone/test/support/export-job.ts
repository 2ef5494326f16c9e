import type { ElasticsearchQuery } from '@export-engine/adapter-elasticsearch';
import type { ExportEngineOptions, ExportRequest, ExportStatus } from '@export-engine/core';
import type { RealPair } from './real-pair.ts';

/** What a worker process is told: JSON. */
export interface ExportJob extends RealPair {
  readonly bucket: string;
  readonly engine?: Pick<ExportEngineOptions, 'partBytes' | 'pageBytes' | 'leaseSeconds'> | undefined;
  /** The export to start; without it, every unfinished one in the bucket goes on. */
  readonly request?: Omit<ExportRequest<ElasticsearchQuery>, 'owner'> | undefined;
  /** Waits this long after each page. @default 0 */
  readonly pageDelayMs?: number | undefined;
}

/** What a worker process tells, one JSON line each. */
export type WorkerMessage =
  /** Everything is loaded; from here on a kill hits the export. */
  | { readonly type: 'ready' }
  /** The first page is there: the export goes on where it was. */
  | { readonly type: 'reading' }
  /** Nothing is under way any more. */
  | { readonly type: 'ended'; readonly statuses: readonly ExportStatus[]; readonly peakRssBytes: number };

export const jobOwner = 'tester';
