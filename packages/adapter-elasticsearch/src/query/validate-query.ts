import {
  arrayOf,
  checkOptions,
  custom,
  ExportEngineError,
  type JsonObject,
  type OptionChecks,
  optional,
  string,
} from '@export-engine/core';
import { copyJson, jsonObject } from './copy-json.ts';
import { indexNames } from './index-names.ts';
import { normaliseSort } from './normalise-sort.ts';
import type { SearchQuery } from './search-query.ts';

const PAGING = 'the source reads every row, page by page';
const AGGREGATION = 'an export holds documents, not aggregations';

/** Keys of a search body that an export can't have, and why. */
const REFUSED_KEYS: Readonly<Record<string, string>> = {
  _source: 'documents are fetched whole, so that numbers stay as indexed; "sourceIncludes" narrows them on request',
  aggregations: AGGREGATION,
  aggs: AGGREGATION,
  collapse: 'it keeps one document of a group, and its pages can lose rows',
  docvalue_fields: 'columns are taken from the documents themselves',
  fields: 'columns are taken from the documents themselves',
  format: 'a formatted sort value is not the exact position of a row',
  from: PAGING,
  highlight: 'it is no part of a document',
  knn: 'it finds the nearest few, not all',
  min_score: 'scores can differ between copies of a shard; put the condition into "query"',
  pit: 'the source opens its own point in time',
  post_filter: 'rows would be dropped after they were found; put the filter into "query"',
  rescore: 'it reorders one page at a time',
  scroll: 'the source opens its own point in time',
  search_after: PAGING,
  size: PAGING,
  slice: 'the source makes its own slices, as many as partitions are asked for',
  stored_fields: 'columns are taken from the documents themselves',
  suggest: 'it is no part of a document',
  terminate_after: 'it leaves rows out',
  timeout: 'it leaves rows out; "requestTimeoutMs" of the source bounds a request',
  track_total_hits: 'the source always counts, to know that no row is missing',
};

/** The keys that only one product has, with their checks. */
export type ExtraKeys = Partial<Pick<OptionChecks<SearchQuery>, 'runtime_mappings' | 'uniqueField'>>;

/**
 * Checks a query and brings it to the one form that is kept. A checked query comes out unchanged.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the key and the reason.
 */
export function validateQuery(query: unknown, owner: string, extraKeys: ExtraKeys): SearchQuery {
  refuseKeys(query, owner);
  checkOptions<SearchQuery>(owner, query, {
    index: indexNames(),
    query: optional(jsonObject()),
    sort: custom('a field, an object with one field, or an array of these', isSortShaped),
    sourceIncludes: optional(arrayOf(string({ max: 512 }), { min: 1, max: 1024 })),
    ...extraKeys,
  } as OptionChecks<SearchQuery>);
  return {
    index: typeof query.index === 'string' ? [query.index] : [...query.index],
    ...(query.query === undefined ? {} : { query: copyJson(query.query) as JsonObject }),
    ...(query.sort === undefined ? {} : { sort: normaliseSort(query.sort, owner) }),
    ...(query.sourceIncludes === undefined ? {} : { sourceIncludes: [...query.sourceIncludes] }),
    ...(query.runtime_mappings === undefined
      ? {}
      : { runtime_mappings: copyJson(query.runtime_mappings) as JsonObject }),
    ...(query.uniqueField === undefined ? {} : { uniqueField: query.uniqueField }),
  };
}

function refuseKeys(query: unknown, owner: string): void {
  if (typeof query !== 'object' || query === null) return;
  for (const key of Object.keys(query)) {
    const reason = Object.hasOwn(REFUSED_KEYS, key) ? REFUSED_KEYS[key] : undefined;
    if (reason === undefined) continue;
    throw new ExportEngineError('EXPORT_OPTIONS_INVALID', `${owner}: option "${key}" is not allowed: ${reason}.`, {
      details: { owner, option: key },
    });
  }
}

function isSortShaped(value: unknown): boolean {
  return value === undefined || typeof value === 'string' || (typeof value === 'object' && value !== null);
}
