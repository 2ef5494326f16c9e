/** The fields of a date pattern; `fraction` has its number of digits. */
export type DateToken =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'offset' }
  | { readonly kind: 'fraction'; readonly digits: number };

const fields = {
  yyyy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
  mm: 'minute',
  ss: 'second',
  XXX: 'offset',
} as const;
const maxPatternLength = 100;
const maxFractionDigits = 9;

/** A run of one letter, a text in single quotes (`''` is a quote), or anything that is no letter and no quote. */
const pieces = /(?<letters>([A-Za-z])\2*)|'(?<quoted>(?:[^']|'')*)'|(?<other>[^A-Za-z']+)/gy;

/** Reads a pattern such as `dd.MM.yyyy HH:mm`; `undefined` when it isn't one. `T` need not be quoted. */
export function parseDatePattern(pattern: string): readonly DateToken[] | undefined {
  if (pattern.length > maxPatternLength) return undefined;
  const tokens: DateToken[] = [];
  let end = 0;
  for (const { 0: piece, groups } of pattern.matchAll(pieces)) {
    const token = groups?.['letters'] === undefined ? literal(groups) : field(piece);
    if (token === undefined) return undefined;
    tokens.push(token);
    end += piece.length;
  }
  return end === pattern.length && tokens.some(({ kind }) => kind !== 'literal') ? tokens : undefined;
}

function literal(groups: Record<string, string | undefined> | undefined): DateToken | undefined {
  const { quoted, other } = groups ?? {};
  if (quoted === '') return { kind: 'literal', text: "'" };
  const text = quoted?.replaceAll("''", "'") ?? other ?? '';
  return { kind: 'literal', text };
}

function field(letters: string): DateToken | undefined {
  if (Object.hasOwn(fields, letters)) return { kind: fields[letters as keyof typeof fields] };
  if (letters[0] === 'S' && letters.length <= maxFractionDigits) return { kind: 'fraction', digits: letters.length };
  return letters === 'T' ? { kind: 'literal', text: 'T' } : undefined;
}
