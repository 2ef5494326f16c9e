/**
 * An FTS5 query for what a person typed: rows that hold every word, wherever. No character has a meaning of its own, so
 * it is never a syntax error.
 *
 * @returns a query that finds nothing when there is no word
 *
 * @example
 * ```ts
 * import { matchWords } from '@export-engine/adapter-sqlite';
 *
 * const query = { table: 'posts', match: { index: 'posts_fts', query: matchWords('NOT "quoted') } };
 * ```
 */
export function matchWords(text: string): string {
  const words = text.split(/[\s\0]+/).filter((word) => word !== '');
  return words.length === 0 ? '""' : words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ');
}
