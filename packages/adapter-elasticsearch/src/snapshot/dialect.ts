import type { SearchQuery, SortClause } from '../query/search-query.ts';
import type { TransportParams } from '../transport/search-client.ts';

/** Where Elasticsearch and OpenSearch differ. Everything else is shared. */
export interface Dialect {
  readonly name: 'elasticsearch' | 'opensearch';
  /** For messages. */
  readonly label: string;
  /** The request that opens a point in time. `index` is the path segment, `keepAlive` a duration like `900s`. */
  openRequest(index: string, keepAlive: string): TransportParams;
  /** The id in the answer to it. */
  openedId(answer: Readonly<Record<string, unknown>>): unknown;
  closeRequest(pitId: string): TransportParams;
  /** What makes any order total, best first: the first that the server understands is taken. */
  tiebreakers(query: SearchQuery): readonly Tiebreaker[];
  /** What to do, for a server that understands none of them. */
  readonly noTiebreakerAdvice: string;
  /** The sort when no order is asked, before the tiebreaker. */
  readonly unorderedSort: readonly SortClause[];
  /** How the sort clause of a mapped field is completed. */
  completeClause(field: string, clause: CompletableClause): CompletedClause;
  /** Whether each page has to count all rows. On OpenSearch not counting turns on an optimisation that loses rows. */
  readonly countsOnEveryPage: boolean;
}

/** Sort clauses that give every row a place of its own. */
export interface Tiebreaker {
  readonly clauses: readonly SortClause[];
  /** The field of the documents that they rest on, if any. */
  readonly uniqueField?: string;
}

/** A sort clause with what the mappings say about its field. */
export interface CompletableClause {
  readonly options: SortClause[string];
  /** The type its values are compared as. */
  readonly comparedAs: string;
}

export interface CompletedClause {
  readonly options: SortClause[string];
  /** Set when the order is exact only if no row lacks the field: the words for the error otherwise. */
  readonly needsEveryRow?: string;
}
