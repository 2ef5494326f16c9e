import type { JsonObject } from '@export-engine/core';
import type { SearchCriteria } from '../search-criteria.ts';

/** Used for the search and for an export, so that the two can't differ. Nothing is scored. */
export function postQuery({ phrases, from, until }: SearchCriteria): JsonObject {
  const texts = phrases.map((phrase) => ({ match_phrase: { Content: phrase } }));
  const range = { ...(from === undefined ? {} : { gte: from }), ...(until === undefined ? {} : { lte: until }) };
  const ranges = Object.keys(range).length === 0 ? [] : [{ range: { DateCreated: range } }];
  return { bool: { filter: [...texts, ...ranges] } };
}
