import type { JsonObject } from '@export-engine/core';

/** How one field orders the rows. See `sort` in the reference of your server for each key. */
export type SortOptions = {
  /** @default 'asc'; 'desc' for `_score` */
  readonly order?: 'asc' | 'desc';
  /** Where rows without the field go: `_last`, `_first`, or as if they had this value. @default '_last' */
  readonly missing?: string | number;
  /** Which value of several counts. */
  readonly mode?: 'min' | 'max' | 'sum' | 'avg' | 'median';
  /** The type in indices whose mapping lacks the field. @default what the other indices say */
  readonly unmapped_type?: string;
  /** The type that values of differing numeric mappings are compared as. @default one that holds them all */
  readonly numeric_type?: 'long' | 'double' | 'date' | 'date_nanos';
  /** For a field inside nested objects. */
  readonly nested?: JsonObject;
};

/** A field, a field with its direction, or a field with options. An object has exactly one key: the field. */
export type SortField = string | { readonly [field: string]: 'asc' | 'desc' | SortOptions };

/** What both products understand. */
export type CommonSearchQuery = {
  /** Index, alias or data stream names; wildcards are allowed. Never empty. */
  readonly index: string | readonly string[];
  /** Query DSL, as in the body of a search. @default every document */
  readonly query?: JsonObject;
  /**
   * The order of the rows, in one partition however many are asked for. A unique tiebreaker is added.
   * @default no order, which is the fastest
   */
  readonly sort?: SortField | readonly SortField[];
  /**
   * Fetches only these fields of the documents (`_source.includes`; wildcards are allowed). It makes the server rewrite
   * every document: `1.10` becomes `1.1`, digits of long decimals are lost. Without it documents come as indexed.
   */
  readonly sourceIncludes?: readonly string[];
};

/** A search on Elasticsearch. */
export type ElasticsearchQuery = CommonSearchQuery & {
  /** Fields computed at query time, for `query` and `sort`. They are no part of the documents. */
  readonly runtime_mappings?: JsonObject;
};

/** A search on OpenSearch. */
export type OpenSearchQuery = CommonSearchQuery & {
  /**
   * A keyword or integer field with another value in every document: the tiebreaker on OpenSearch before 3.3, which has
   * none of its own. `_id` works too, at the cost of heap on the server.
   */
  readonly uniqueField?: string;
};

/** What either product understands; each source accepts its own. */
export type AnySearchQuery = ElasticsearchQuery & OpenSearchQuery;

/** One entry of a sort, in the one form that is kept. */
export type SortClause = { readonly [field: string]: SortOptions };

/** A checked query: every list is a list, every sort is spelled out. */
export type SearchQuery = {
  readonly index: readonly string[];
  readonly query?: JsonObject;
  readonly sort?: readonly SortClause[];
  readonly sourceIncludes?: readonly string[];
  readonly runtime_mappings?: JsonObject;
  readonly uniqueField?: string;
};
