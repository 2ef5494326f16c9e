import type { SortClause } from '../query/search-query.ts';
import type { CompletableClause, CompletedClause, Dialect } from './dialect.ts';

/** `_shard_doc` and field values repeat from index to index (seen on 3.8), so a total order needs the index as well. */
const BY_INDEX: SortClause = { _index: { order: 'asc' } };

/** OpenSearch 2.x and 3.x. */
export const openSearchDialect: Dialect = {
  name: 'opensearch',
  label: 'OpenSearch',
  openRequest: (index, keepAlive) => ({
    method: 'POST',
    path: `/${index}/_search/point_in_time`,
    // The default opens a view of the shards that happen to be there, and never mentions the others again.
    querystring: { keep_alive: keepAlive, allow_partial_pit_creation: 'false' },
  }),
  openedId: (answer) => answer['pit_id'],
  closeRequest: (pitId) => ({
    method: 'DELETE',
    path: '/_search/point_in_time',
    body: JSON.stringify({ pit_id: [pitId] }),
  }),
  tiebreakers: ({ uniqueField }) => [
    { clauses: [{ _shard_doc: { order: 'asc' } }, BY_INDEX] },
    ...(uniqueField === undefined
      ? []
      : [{ clauses: [{ [uniqueField]: { order: 'asc', missing: '_last' } } as const, BY_INDEX], uniqueField }]),
  ],
  noTiebreakerAdvice:
    'before version 3.3 OpenSearch has no tiebreaker of its own: name a field that differs in every document as ' +
    '"uniqueField" (or "_id", at the cost of heap on the server)',
  unorderedSort: [],
  completeClause,
  countsOnEveryPage: true,
};

/** Without an explicit `missing` OpenSearch leaves out rows that lack the field, without an error. */
function completeClause(field: string, { options, comparedAs }: CompletableClause): CompletedClause {
  if (comparedAs !== 'date_nanos') return { options: { ...options, missing: options.missing ?? '_last' } };
  // Nanosecond dates are lost, or hang the server, with the extremes that _last and _first stand for. The epoch is the
  // smallest value they can have, so it does the same work where that is the natural end.
  const natural = options.order === 'desc' ? '_last' : '_first';
  const { missing = natural } = options;
  if (missing === natural) return { options: { ...options, missing: 0 } };
  if (missing !== '_last' && missing !== '_first') return { options };
  return {
    options: { ...options, missing: 0 },
    needsEveryRow:
      `rows without "${field}" (date_nanos) come last when descending and first when ascending on OpenSearch; ` +
      `ask for missing: "${natural}"`,
  };
}
