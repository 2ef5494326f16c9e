import { type CountedAnswer, readCountedAnswer } from '../answer/check-answer.ts';
import type { SearchQuery, SortClause } from '../query/search-query.ts';
import { type Connection, callServer } from '../transport/call-server.ts';
import type { Dialect } from './dialect.ts';
import type { PointInTime } from './open-point-in-time.ts';
import { searchRequest } from './search-body.ts';

/** A point in time that is open, while it is decided how to read it. */
export interface Opening {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly query: SearchQuery;
  readonly keepAlive: string;
  readonly signal: AbortSignal;
  readonly pointInTime: PointInTime;
}

/** One search in the new point in time, which must be complete and count. */
export async function look(
  opening: Opening,
  what: { readonly size: number; readonly query: SearchQuery; readonly sort?: readonly SortClause[] },
): Promise<CountedAnswer> {
  const { dialect, connection, keepAlive, signal, pointInTime } = opening;
  const { pitId, shards } = pointInTime;
  return await callServer(connection, searchRequest({ ...what, pitId, keepAlive, isCounted: true }), {
    phase: 'before-snapshot',
    signal,
    read: ({ bytes }) => readCountedAnswer(bytes, { owner: dialect.label, shards }),
  });
}
