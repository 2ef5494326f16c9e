/**
 * Phrases in FTS5's query language: a post has to hold all of them. Everything within double quotes is text there, however
 * much it looks like an operator; a double quote is doubled.
 */
export function fullTextQuery(phrases: readonly string[]): string {
  return phrases.map((phrase) => `"${phrase.replaceAll('"', '""')}"`).join(' AND ');
}
