import type { SearchCriteria } from '../search-criteria.ts';
import { fullTextQuery } from './full-text-query.ts';

/** The part of a statement that picks posts, with values for its parameters: no text of a user is ever SQL. */
export interface PostSelection {
  /** `FROM … WHERE …`; the posts' columns go by their names. */
  readonly sql: string;
  readonly parameters: { readonly [name: string]: string };
}

/** Used for the count, for a page, and for an export, so that they can't differ. */
export function selectPosts({ phrases, from, until }: SearchCriteria): PostSelection {
  const tables = phrases.length > 0 ? 'posts_text JOIN posts ON PostID = posts_text.rowid' : 'posts';
  const conditions = [
    ...(phrases.length > 0 ? ['posts_text MATCH :text'] : []),
    ...(from === undefined ? [] : ['DateCreated >= :from']),
    ...(until === undefined ? [] : ['DateCreated <= :until']),
  ];
  return {
    sql: [`FROM ${tables}`, conditions.join(' AND ')].filter((part) => part !== '').join(' WHERE '),
    parameters: {
      ...(phrases.length > 0 ? { text: fullTextQuery(phrases) } : {}),
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    },
  };
}
