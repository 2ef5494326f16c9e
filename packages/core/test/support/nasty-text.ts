import fc from 'fast-check';

const pieces = [
  ',',
  ';',
  '\t',
  '"',
  '""',
  '\r',
  '\n',
  '\r\n',
  ' ',
  "'",
  '=',
  '+',
  '-',
  '@',
  '＝',
  '＠',
  '\0',
  '\ud800',
  '\udc00',
  '😀',
  '\uFEFF',
  'é',
  'text',
  '1',
  '\\',
  '\u2028',
];

/** Texts of what breaks CSV: delimiters, quotes, line breaks, formulas, NUL, surrogates, byte-order marks; some long. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.constantFrom(...pieces).map((piece) => piece.repeat(5000)) },
);

/** What a CSV file can hold of a text: NUL and lone surrogates are U+FFFD. */
export function inCsv(text: string): string {
  return Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
}
