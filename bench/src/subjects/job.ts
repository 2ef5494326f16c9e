import type { S3Address } from '../servers/s3-address.ts';

/** What one measured process is to do. JSON, its only argument. */
export interface Job {
  readonly elasticsearchUrl: string;
  readonly s3: S3Address;
  /** Key for the file, where the program chooses it. */
  readonly key: string;
  readonly indices: readonly string[];
  readonly columns: readonly string[];
  /** Field to order by, ascending; no order without it. */
  readonly orderBy?: string | undefined;
  /** Rows after which a slow program may stop; all rows without it. */
  readonly limit?: number | undefined;
  readonly options: SubjectOptions;
  /** A folder for the program's own files. */
  readonly folder: string;
  /** Where it writes its outcome. */
  readonly outcomeFile: string;
}

/** How a program is set up in one case. Each program knows some of them. */
export interface SubjectOptions {
  readonly gzip?: boolean | undefined;
  /** Engine: shares that are read side by side. */
  readonly partitions?: number | undefined;
  /** Engine: a further column, computed from declared inputs or from the whole row. */
  readonly computed?: 'declared-inputs' | 'whole-row' | undefined;
  /** elasticdump: as it is, or as its manual says for speed. */
  readonly settings?: 'default' | 'best' | undefined;
}

/** What a measured process says of itself at its end. */
export interface Outcome {
  readonly rows: number;
  /** Key of the file it stored, if it stored one. */
  readonly key: string | null;
  /** Of the whole process from its start, in user and system mode. */
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}
