/** A stretch of text, and whether the search was for it. */
export interface Stretch {
  readonly text: string;
  readonly isHit: boolean;
}

const word = /[\p{L}\p{M}\p{N}\p{Co}]+/gu;

/**
 * Splits a text at the words that were searched for, as the search itself finds them: whole words, in any case, with or
 * without their accents. Joined, the stretches are the text.
 */
export function highlight(text: string, search: string): readonly Stretch[] {
  const wanted = new Set([...search.matchAll(word)].map(([found]) => folded(found)));
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of text.matchAll(word)) {
    if (!wanted.has(folded(match[0]))) continue;
    if (match.index > end) stretches.push({ text: text.slice(end, match.index), isHit: false });
    stretches.push({ text: match[0], isHit: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) stretches.push({ text: text.slice(end), isHit: false });
  return stretches;
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
