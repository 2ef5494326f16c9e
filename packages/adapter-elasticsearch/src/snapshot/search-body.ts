import type { JsonObject } from '@export-engine/core';
import type { SearchQuery, SortClause } from '../query/search-query.ts';
import type { TransportParams } from '../transport/search-client.ts';
import type { PartitionState } from './snapshot-state.ts';

/** A search in a point in time. */
export interface SearchRequest {
  readonly query: SearchQuery;
  readonly pitId: string;
  /** How long the point in time lives on from this request, as a duration like `900s`. */
  readonly keepAlive: string;
  /** Number of hits. */
  readonly size: number;
  readonly sort?: readonly SortClause[] | undefined;
  readonly slice?: PartitionState['slice'] | undefined;
  /** The raw text of a hit's `sort` array. */
  readonly searchAfter?: string | undefined;
  /** Whether to count all rows, exactly. */
  readonly isCounted: boolean;
}

/** The request for a search, every row of it whole and unfiltered: any filter makes the server rewrite numbers. */
export function searchRequest(request: SearchRequest): TransportParams {
  return {
    method: 'POST',
    path: '/_search',
    querystring: { allow_partial_search_results: 'false' },
    body: searchBody(request),
  };
}

function searchBody({ query, pitId, keepAlive, size, sort, slice, searchAfter, isCounted }: SearchRequest): string {
  const body: JsonObject = {
    size,
    track_total_hits: isCounted,
    pit: { id: pitId, keep_alive: keepAlive },
    ...(sort === undefined ? {} : { sort }),
    ...(slice === undefined || slice === null ? {} : { slice }),
    ...(query.query === undefined ? {} : { query: query.query }),
    ...(query.sourceIncludes === undefined ? {} : { _source: { includes: query.sourceIncludes } }),
    ...(query.runtime_mappings === undefined ? {} : { runtime_mappings: query.runtime_mappings }),
  };
  const text = JSON.stringify(body);
  // Spliced in as text: as JavaScript numbers, positions beyond 2^53 would become other positions.
  return searchAfter === undefined ? text : `${text.slice(0, -1)},"search_after":${searchAfter}}`;
}
