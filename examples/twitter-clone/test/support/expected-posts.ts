import type { Post } from '../../src/data/post.ts';
import type { SearchCriteria } from '../../src/search/search-criteria.ts';

/** The ids that a search has to find, the newest first, worked out without any back end. */
export function expectedIds(posts: readonly Post[], criteria: SearchCriteria): readonly string[] {
  const ids = posts.filter((post) => isMeant(post, criteria)).map(({ PostID }) => PostID);
  return ids.sort((one, other) => (one < other ? 1 : -1)).map(String);
}

function isMeant({ Content, DateCreated }: Post, { phrases, from, until }: SearchCriteria): boolean {
  const text = spaced(Content ?? '');
  const isFromThen = from === undefined || (DateCreated ?? '') >= from;
  // A post without a date is in no range: "~" comes after every digit.
  const isUntilThen = until === undefined || (DateCreated ?? '~') <= until;
  return isFromThen && isUntilThen && phrases.every((phrase) => text.includes(spaced(phrase)));
}

/** Words in lower case with a blank before and after each. */
function spaced(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}
