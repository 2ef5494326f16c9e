import { ExportEngineError } from '@export-engine/core';
import { incomplete, readCompleteAnswer } from '../answer/check-answer.ts';
import type { HitsRange } from '../answer/scan-answer.ts';
import type { SearchQuery } from '../query/search-query.ts';
import type { Dialect } from '../snapshot/dialect.ts';
import { searchRequest } from '../snapshot/search-body.ts';
import type { PartitionState, SnapshotState } from '../snapshot/snapshot-state.ts';
import { attemptCall, type Connection } from '../transport/call-server.ts';
import { AnswerTooLargeError, type PageBuffer } from '../transport/page-buffer.ts';
import type { TryAgain } from '../transport/try-again.ts';
import { withRetries } from '../transport/with-retries.ts';
import { countSortValues, type Position } from './cursor.ts';
import type { PageSize } from './page-size.ts';

/** One reading of one partition. */
export interface Reading {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly query: SearchQuery;
  readonly keepAlive: string;
  readonly snapshot: SnapshotState;
  readonly slice: PartitionState['slice'];
  readonly pageSize: PageSize;
  /** A page of several rows larger than this is asked for again with fewer. */
  readonly maxPageBytes: number;
}

/** Where the next page starts, and what is known there. */
export interface PageStart {
  readonly pitId: string;
  /** Absent at the start of the partition. */
  readonly position: Position | undefined;
  /** Rows of the whole partition, once an answer told. */
  readonly partitionRows: number | undefined;
}

/** One page of hits. */
export interface FetchedPage {
  /** The array of hits, in the buffer's memory. */
  readonly bytes: Uint8Array;
  /** At least 1. */
  readonly count: number;
  /** Where the page after this one starts. */
  readonly next: PageStart & { readonly position: Position };
}

/** The largest single row that is read: what one buffer may hold. */
const MAX_ROW_BYTES = 512 * 1024 * 1024;

/**
 * Fetches the page at `start`, with retries, into `buffer`. Undefined is the proven end of the partition. A page that is
 * too much for the server, the time or the buffer is asked for again with half the rows.
 *
 * @throws ExportEngineError as `classifyFailure` and `readCompleteAnswer` say; the signal's reason.
 */
export async function fetchPage(
  reading: Reading,
  start: PageStart,
  buffer: PageBuffer,
  signal: AbortSignal,
): Promise<FetchedPage | undefined> {
  const { connection, pageSize } = reading;
  const onRetry = ({ isTooLarge }: TryAgain): void => {
    if (isTooLarge) pageSize.shrink('passing');
  };
  for (;;) {
    try {
      return await withRetries(() => attemptPage(reading, start, buffer, signal), {
        maxRetries: connection.maxRetries,
        signal,
        onRetry,
      });
    } catch (error) {
      if (!isBeyondLimit(error)) throw error;
      if (!pageSize.shrink('lasting')) throw tooLargeError(error, connection.owner);
    }
  }
}

async function attemptPage(
  reading: Reading,
  start: PageStart,
  buffer: PageBuffer,
  signal: AbortSignal,
): Promise<FetchedPage | undefined> {
  const { dialect, connection, snapshot, pageSize } = reading;
  const isCounted = dialect.countsOnEveryPage || start.partitionRows === undefined;
  const size = pageSize.rows();
  const request = searchRequest({
    query: reading.query,
    pitId: start.pitId,
    keepAlive: reading.keepAlive,
    size,
    sort: snapshot.sort,
    slice: reading.slice,
    searchAfter: start.position?.sort,
    isCounted,
  });
  const maxBytes = size === 1 ? MAX_ROW_BYTES : reading.maxPageBytes;
  const { bytes } = await attemptCall(connection, request, { phase: 'on-snapshot', buffer, maxBytes, signal });
  const { hits, ...answer } = readCompleteAnswer(bytes, { owner: dialect.label, shards: snapshot.shards, isCounted });
  const partitionRows = checkRows(reading, start, answer.rows);
  const rows = (start.position?.rows ?? 0) + hits.count;
  checkProgress(dialect.label, { hits, size, rows, partitionRows });
  if (hits.count === 0) return undefined;
  const position = { rows, sort: checkSort(reading, start, hits.lastSort) };
  pageSize.learn(hits.count, bytes.length);
  return {
    bytes: bytes.subarray(hits.start, hits.end),
    count: hits.count,
    next: { pitId: answer.pitId ?? start.pitId, position, partitionRows },
  };
}

/** The count of the frozen view can't change; and without slices it is the one taken when it was opened. */
function checkRows({ dialect, snapshot, slice }: Reading, start: PageStart, counted: number | undefined): number {
  const expected = start.partitionRows ?? (slice === null ? snapshot.rows : undefined);
  const rows = counted ?? expected;
  if (rows !== undefined && (expected === undefined || rows === expected)) return rows;
  throw incomplete(dialect.label, 'the number of rows changed in the frozen view', {
    ...(expected === undefined ? {} : { expectedRows: expected }),
    ...(rows === undefined ? {} : { rows }),
  });
}

/** On real servers this is the only thing that catches some losses: an early empty page with a clean 200. */
function checkProgress(
  owner: string,
  page: { readonly hits: HitsRange; readonly size: number; readonly rows: number; readonly partitionRows: number },
): void {
  const { hits, size, rows, partitionRows } = page;
  const details = { rows, expectedRows: partitionRows };
  if (hits.count > size || rows > partitionRows) throw incomplete(owner, 'there are too many rows', details);
  if (hits.count === 0 && rows !== partitionRows) throw incomplete(owner, 'the rows end too early', details);
}

function checkSort({ dialect, snapshot }: Reading, start: PageStart, sort: string | undefined): string {
  if (sort === undefined || countSortValues(sort) !== snapshot.sort.length) {
    throw incomplete(dialect.label, 'the last row does not tell its position');
  }
  if (sort === start.position?.sort) throw incomplete(dialect.label, 'the rows do not move on');
  return sort;
}

/** A limit that no waiting changes: the room kept here, or the server's result window. */
function isBeyondLimit(error: unknown): boolean {
  if (error instanceof AnswerTooLargeError) return true;
  return ExportEngineError.isInstance(error) && error.details['isPageTooLarge'] === true;
}

function tooLargeError(error: unknown, owner: string): unknown {
  if (!(error instanceof AnswerTooLargeError)) return error;
  return new ExportEngineError(
    'EXPORT_ROW_TOO_LARGE',
    `One row of ${owner} is larger than the ${error.maxBytes} bytes that a page may have.`,
    { cause: error, details: { maxBytes: error.maxBytes } },
  );
}
