/** What would end a line or a header, or turn the reading direction round for the text after it. */
const breaking = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/u;

/** Text from outside as one line: control characters become a blank, half characters U+FFFD, the ends are trimmed. */
export function oneLine(text: string): string {
  return text.toWellFormed().split(breaking).join(' ').trim();
}

/** Whether `oneLine` has nothing to do but to trim. */
function isOneLine(text: string): boolean {
  return text.isWellFormed() && !breaking.test(text);
}

/**
 * Whether a text can be the name beside an address. One with `=?` in it could be an encoded word (RFC 2047), which many
 * programs decode also where it means itself, line breaks and all.
 */
export function isDisplayName(text: string): boolean {
  return isOneLine(text) && !text.includes('=?');
}

/** At most so many characters (code points), the last one `…` when some were left out. */
export function shorten(text: string, maxCharacters: number): string {
  const characters = [...text];
  if (characters.length <= maxCharacters) return text;
  return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}
