import type { JsonValue, Source } from '@export-engine/core';
import type { FoundPost } from '../api/api-types.ts';
import type { PageInput } from './page-input.ts';
import type { SearchCriteria } from './search-criteria.ts';

export interface FoundPosts {
  /** Of all pages, exactly. */
  readonly total: number;
  readonly posts: readonly FoundPost[];
}

/**
 * Where posts are searched, and exported from. Both understand criteria alike: an export holds the rows that the search
 * counts.
 */
export interface SearchBackend<Query extends JsonValue = JsonValue> {
  /** For people: `SQLite`. */
  readonly name: string;
  /** Finds posts, the newest first. */
  search(criteria: SearchCriteria, page: PageInput & { readonly signal: AbortSignal }): Promise<FoundPosts>;
  /** What the source is asked for the same posts. */
  exportQuery(criteria: SearchCriteria): Query;
  readonly source: Source<Query>;
  /** Frees what it holds. */
  close(): Promise<void>;
}
