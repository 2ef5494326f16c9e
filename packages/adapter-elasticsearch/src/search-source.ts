import {
  checkOptions,
  integer,
  type OpenOptions,
  type OptionChecks,
  optional,
  type Page,
  type Partition,
  type ReadOptions,
  type Snapshot,
  type Source,
  type SourceCallOptions,
} from '@export-engine/core';
import { describeColumns } from './describe/describe-columns.ts';
import type { AnySearchQuery, SearchQuery } from './query/search-query.ts';
import { type ExtraKeys, validateQuery } from './query/validate-query.ts';
import { parseCursor } from './read/cursor.ts';
import { createPageSize } from './read/page-size.ts';
import { readPages } from './read/read-pages.ts';
import { closePointInTime } from './snapshot/close-snapshot.ts';
import type { Dialect } from './snapshot/dialect.ts';
import { openSnapshot } from './snapshot/open-snapshot.ts';
import { parsePartitionState, parseSnapshotState } from './snapshot/snapshot-state.ts';
import type { Connection } from './transport/call-server.ts';
import { type SearchClient, searchClient } from './transport/search-client.ts';

/** Options of both sources. */
export interface SearchSourceOptions {
  /** The application's own client. It is used, never configured and never closed. */
  readonly client: SearchClient;
  /**
   * How long the server keeps the point in time after each page, in seconds: the longest pause between two pages that an
   * export survives. From 30 to 86,400 (the servers' limit).
   * @default 900
   */
  readonly keepAliveSeconds?: number | undefined;
  /**
   * How long one request may take, from its first byte to the answer's last, in milliseconds. From 1,000 to 3,600,000.
   * @default 60000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * The most rows of one page, from 1 to 10,000. Fewer are asked for where rows are large or the index allows fewer.
   * @default 10000
   */
  readonly maxPageRows?: number | undefined;
  /**
   * How often a request that failed for a passing reason is repeated, from 0 to 20, with a back-off between. After that
   * the error is left to the engine, which tries again later.
   * @default 4
   */
  readonly maxRetries?: number | undefined;
}

/** What makes one of the two products out of the shared source. */
export interface Product {
  readonly dialect: Dialect;
  /** The factory, as the application wrote it: `elasticsearchSource()`. */
  readonly factory: string;
  readonly clientPackage: string;
  readonly extraKeys: ExtraKeys;
}

/** A page may be this much larger than wished before it is asked for again with fewer rows. */
const PAGE_BYTES_TOLERANCE = 4;
const MIN_PAGE_LIMIT_BYTES = 16 * 1024 * 1024;

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
/** `point_in_time.max_keep_alive` and `search.max_keep_alive`. */
const MAX_KEEP_ALIVE_SECONDS = 86_400;
/** OpenSearch keeps a shorter one for about this long anyway. */
const MIN_KEEP_ALIVE_SECONDS = 30;
const MAX_PAGE_ROWS = 10_000;

/** Builds a source on a search server: the contract's functions, each a few lines over the modules that do it. */
export function createSearchSource(
  { dialect, factory, clientPackage, extraKeys }: Product,
  options: SearchSourceOptions,
): Source<AnySearchQuery> {
  checkOptions<SearchSourceOptions>(factory, options, optionChecks(clientPackage));
  const {
    client,
    keepAliveSeconds = 900,
    requestTimeoutMs = 60_000,
    maxPageRows = MAX_PAGE_ROWS,
    maxRetries = 4,
  } = options;
  const connection: Connection = { client, owner: dialect.label, requestTimeoutMs, maxRetries };
  const keepAlive = `${keepAliveSeconds}s`;
  const check = (query: unknown): SearchQuery => validateQuery(query, `query of ${factory}`, extraKeys);

  return {
    specVersion: 1,
    name: dialect.name,
    capabilities: { snapshot: true, partitions: true, count: 'exact', resume: 'snapshot', batches: 'json' },

    validate: check,

    async describe(query: AnySearchQuery, { signal }: SourceCallOptions) {
      return await describeColumns(connection, check(query), signal);
    },

    async open(query: AnySearchQuery, { partitions, signal }: OpenOptions): Promise<Snapshot> {
      checkPartitions(partitions);
      return await openSnapshot(dialect, connection, check(query), { keepAlive, partitions, signal });
    },

    read(
      query: AnySearchQuery,
      snapshot: Snapshot,
      partition: Partition,
      readOptions: ReadOptions,
    ): AsyncIterable<Page> {
      const { after, targetPageBytes, signal } = readOptions;
      const state = parseSnapshotState(snapshot.state, dialect);
      const reading = {
        dialect,
        connection,
        query: check(query),
        keepAlive,
        snapshot: state,
        slice: parsePartitionState(partition.state, dialect).slice,
        pageSize: createPageSize({
          targetBytes: targetPageBytes,
          maxRows: Math.min(maxPageRows, state.maxResultWindow),
        }),
        maxPageBytes: Math.max(MIN_PAGE_LIMIT_BYTES, targetPageBytes * PAGE_BYTES_TOLERANCE),
      };
      const position = after === undefined ? undefined : parseCursor(after, state.sort.length);
      const renewed = (pitId: string): Snapshot => ({ ...snapshot, state: { ...state, pitId } });
      return readPages(reading, { start: { pitId: state.pitId, position, partitionRows: undefined }, renewed, signal });
    },

    async close(snapshot: Snapshot, { signal }: SourceCallOptions): Promise<void> {
      await closePointInTime(dialect, connection, parseSnapshotState(snapshot.state, dialect).pitId, signal);
    },
  };
}

function optionChecks(clientPackage: string): OptionChecks<SearchSourceOptions> {
  return {
    client: searchClient(clientPackage),
    keepAliveSeconds: optional(integer({ min: MIN_KEEP_ALIVE_SECONDS, max: MAX_KEEP_ALIVE_SECONDS })),
    requestTimeoutMs: optional(integer({ min: SECOND_MS, max: HOUR_MS })),
    maxPageRows: optional(integer({ min: 1, max: MAX_PAGE_ROWS })),
    maxRetries: optional(integer({ min: 0, max: 20 })),
  };
}

function checkPartitions(partitions: unknown): void {
  checkOptions<Pick<OpenOptions, 'partitions'>>(
    'open()',
    { partitions },
    {
      partitions: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    },
  );
}
