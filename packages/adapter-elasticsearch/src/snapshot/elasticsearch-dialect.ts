import type { Dialect } from './dialect.ts';

/** Elasticsearch 7.17, 8 and 9. */
export const elasticsearchDialect: Dialect = {
  name: 'elasticsearch',
  label: 'Elasticsearch',
  openRequest: (index, keepAlive) => ({
    method: 'POST',
    path: `/${index}/_pit`,
    querystring: { keep_alive: keepAlive },
  }),
  openedId: (answer) => answer['id'],
  closeRequest: (pitId) => ({ method: 'DELETE', path: '/_pit', body: JSON.stringify({ id: pitId }) }),
  // The server would add it by itself; spelled out, the length of a cursor can be checked.
  tiebreakers: () => [{ clauses: [{ _shard_doc: { order: 'asc' } }] }],
  noTiebreakerAdvice: 'Elasticsearch has _shard_doc since 7.12',
  // In a point in time a page by _doc costs the same everywhere; by _shard_doc alone it costs a scan of the index.
  unorderedSort: [{ _doc: { order: 'asc' } }],
  completeClause: (_field, { options, comparedAs }) => ({
    // The server fails on the second page of half floats (8.19) or the first (9.2), but not when compared as doubles.
    options: comparedAs === 'half_float' ? { ...options, numeric_type: options.numeric_type ?? 'double' } : options,
  }),
  countsOnEveryPage: false,
};
