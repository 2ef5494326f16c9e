import type { ColumnDescription, ErrorCode } from '@export-engine/core';
import type { SqliteQuery } from '../query/sqlite-query.ts';

/** What a thread is to do with a database. Everything crosses the border between two threads as a copy. */
export type Task = DescribeTask | CopyTask;

interface DatabaseTask {
  /** Path of the database. */
  readonly path: string;
  /** How long to wait for a writer's lock, in milliseconds. */
  readonly busyTimeoutMs: number;
  readonly query: SqliteQuery;
}

export interface DescribeTask extends DatabaseTask {
  readonly kind: 'describe';
}

/** Writes the rows to a new file, each as JSON on a line of its own. */
export interface CopyTask extends DatabaseTask {
  readonly kind: 'copy';
  /** Path of the file, which must not exist. */
  readonly file: string;
  /** A file that becomes larger is an error. @default no bound */
  readonly maxBytes?: number | undefined;
}

export interface CopyResult {
  readonly rows: number;
  readonly bytes: number;
}

/** What comes of it. */
export interface TaskResults {
  readonly describe: readonly ColumnDescription[];
  readonly copy: CopyResult;
}

export type TaskAnswer<Kind extends Task['kind'] = Task['kind']> =
  | { readonly result: TaskResults[Kind] }
  | { readonly failure: TaskFailure };

/** An error as it crosses the border, where an error object would lose its own fields. */
export interface TaskFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** The error behind it, of SQLite or of the system. */
  readonly cause?: { readonly message: string; readonly [field: string]: unknown } | undefined;
}
