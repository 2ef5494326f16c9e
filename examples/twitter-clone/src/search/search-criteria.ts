/** What to find, in the one form that every back end takes. JSON. */
export interface SearchCriteria {
  /** Each is in the post's text, its words side by side and in this order. None: every post. */
  readonly phrases: readonly string[];
  /** Posts of this instant and later: ISO 8601 in UTC with milliseconds, so that texts compare as instants do. */
  readonly from?: string | undefined;
  /** Posts of this instant and earlier, in the same form. A post without a date is in no range. */
  readonly until?: string | undefined;
}

const maxLabelLength = 200;

/** A search in words, 1 to 200 characters, for lists of exports. */
export function describeCriteria({ phrases, from, until }: SearchCriteria): string {
  const parts = [
    phrases.length === 0 ? 'all posts' : `posts with ${phrases.map((phrase) => `“${phrase}”`).join(' and ')}`,
    from === undefined ? '' : `from ${shortInstant(from)}`,
    until === undefined ? '' : `until ${shortInstant(until)}`,
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  return text.length <= maxLabelLength ? text : `${text.slice(0, maxLabelLength - 1).toWellFormed()}…`;
}

function shortInstant(instant: string): string {
  return instant.replace(/T00:00:00\.000Z|T23:59:59\.999Z/, '').replace('.000Z', 'Z');
}
