import { resolve } from 'node:path';
import { checkOptions, custom, integer, optional, type Snapshot, type Source, string } from '@export-engine/core';
import type { SqliteQuery } from './query/sqlite-query.ts';
import { validateQuery } from './query/validate-query.ts';
import { readPages } from './read/read-pages.ts';
import { openSnapshot } from './snapshot/open-snapshot.ts';
import { removeSnapshot } from './snapshot/snapshot-folder.ts';
import { partitionState, positionOf, snapshotState } from './snapshot/snapshot-state.ts';
import { createThreads } from './thread/threads.ts';

export interface SqliteSourceOptions {
  /** Path of the database file. It is opened to read only, for the time of one statement. */
  readonly path: string;
  /**
   * Folder for the frozen results, made when it is missing; every process that goes on with an export needs it.
   * @default the path of the database with `-exports`
   */
  readonly snapshotFolder?: string | undefined;
  /**
   * How long a frozen result is kept that nobody reads, in seconds: the longest pause that an export survives, and the
   * age at which leftovers of killed processes go. From 60 to 2,592,000.
   * @default 86400
   */
  readonly keepAliveSeconds?: number | undefined;
  /** Largest result that is frozen, in bytes; a larger one is refused before it fills the disk. @default no bound */
  readonly maxSnapshotBytes?: number | undefined;
  /** How long to wait for a writer's lock, in milliseconds; the engine tries again later. From 0 to 60,000. @default 1000 */
  readonly busyTimeoutMs?: number | undefined;
  /** Statements that run at the same time, each in a thread of its own; others wait. From 1 to 64. @default 2 */
  readonly maxThreads?: number | undefined;
}

const MAX_KEEP_ALIVE_SECONDS = 30 * 86_400;

/**
 * A source on a SQLite database. `open` runs the query once, in a thread, and freezes its rows in a file; reading is
 * reading that file.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { sqliteSource } from '@export-engine/adapter-sqlite';
 *
 * const source = sqliteSource({ path: 'data/posts.db' });
 * const query = source.validate({
 *   table: 'posts',
 *   match: { index: 'posts_fts', query: 'sqlite OR "full text"' },
 *   where: { DateCreated: { gte: '2026-01-01' } },
 *   orderBy: [{ column: 'DateCreated', direction: 'desc' }],
 * });
 * ```
 */
export function sqliteSource(options: SqliteSourceOptions): Source<SqliteQuery> {
  checkOptions<SqliteSourceOptions>('sqliteSource()', options, {
    path: databasePath(),
    snapshotFolder: optional(string()),
    keepAliveSeconds: optional(integer({ min: 60, max: MAX_KEEP_ALIVE_SECONDS })),
    maxSnapshotBytes: optional(integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
    busyTimeoutMs: optional(integer({ min: 0, max: 60_000 })),
    maxThreads: optional(integer({ min: 1, max: 64 })),
  });
  const { keepAliveSeconds = 86_400, maxSnapshotBytes: maxBytes, busyTimeoutMs = 1000, maxThreads = 2 } = options;
  const path = resolve(options.path);
  const folder = { path: resolve(options.snapshotFolder ?? `${path}-exports`), keepAliveMs: keepAliveSeconds * 1000 };
  const threads = createThreads(maxThreads);
  const validate = (query: unknown): SqliteQuery => validateQuery(query, 'query of sqliteSource()');

  return {
    specVersion: 1,
    name: 'sqlite',
    capabilities: { snapshot: true, partitions: true, count: 'exact', resume: 'snapshot', batches: 'json' },

    validate,

    async describe(query, { signal }) {
      return threads.run({ kind: 'describe', path, busyTimeoutMs, query: validate(query) }, signal);
    },

    async open(query, openOptions) {
      return openSnapshot(threads, folder, { path, busyTimeoutMs, maxBytes, query: validate(query) }, openOptions);
    },

    async *read(_query, snapshot, partition, { after, targetPageBytes, signal }) {
      const share = partitionState(partition);
      const from = after === undefined ? share.start : positionOf(after, share);
      yield* readPages({ folder, snapshot: snapshotState(snapshot), partition: share, from, targetPageBytes }, signal);
    },

    async close(snapshot: Snapshot, { signal }) {
      signal.throwIfAborted();
      await removeSnapshot(folder, snapshotState(snapshot).id);
    },
  };
}

/** A database in memory can't be seen by the thread that reads it, or by the process that goes on with an export. */
function databasePath() {
  const isPath = (path: unknown): boolean => string().accepts(path) && !/^(?::memory:|file:)|\0/.test(path as string);
  return custom('the path of a database file (neither ":memory:" nor a URI)', isPath);
}
