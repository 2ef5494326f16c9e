import type { SeededRandom } from './seeded-random.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Beginnings that a spreadsheet takes for a formula, in ASCII and in full width. */
const formulaBeginnings = [
  "=cmd|' /C calc'!A0 ",
  '=1+1',
  '=HYPERLINK("http://example.com";"win")',
  '+49 30 901820 ',
  '-1 ',
  '- ',
  '\t',
  '＝SUM(A1:A9) ',
  '＋1 ',
  '－2 ',
  '＠home ',
];

/** One code point, skin tone, variation selector, keycap, flags, families joined by zero-width joiners. */
const emoji = ['😀', '🔥', '👍🏽', '❤️', '5️⃣', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🤷🏿‍♀️'];

/** Line ends of all systems, and U+2028, which some readers take for one. */
const lineEnds = ['\n', '\n', '\n\n', '\r\n', '\r', '\u2028'];

/** Backslashes, doubled quotes, delimiters, blanks at the ends, combining marks, a byte-order mark. */
const awkwardTexts = [
  'C:\\temp\\new',
  '\\"',
  '\\',
  '"",""',
  ';|\t,',
  "it's 'quoted'",
  ' ',
  'Ｚ͑ͫ̓ͪ̂ͫ',
  '\uFEFF',
  '</script>',
  '{"a":[1,2]}',
  'NULL',
];

/** Writes the text of one post: one to four sentences, and every so often something that breaks careless code. */
export function postContent(random: SeededRandom, vocabulary: Vocabulary): string {
  let text = beginning(random, vocabulary);
  const sentences = 1 + random.below(4);
  for (let index = 0; index < sentences; index += 1) {
    if (index > 0) text += random.chance(0.06) ? random.pick(lineEnds) : ' ';
    text += random.pick(random.chance(0.06) ? vocabulary.foreignSentences : vocabulary.sentences);
  }
  if (random.chance(0.08)) text += ` "${random.pick(vocabulary.sentences)}"`;
  if (random.chance(0.2)) text += ` ${random.pick(emoji)}`;
  if (random.chance(0.04)) text += random.pick(awkwardTexts);
  if (random.chance(0.005)) text += random.pick(lineEnds);
  return text;
}

function beginning(random: SeededRandom, vocabulary: Vocabulary): string {
  if (random.chance(0.06)) return `${random.pick(vocabulary.handles)} `;
  if (random.chance(0.02)) return random.pick(formulaBeginnings);
  if (random.chance(0.02)) return random.pick(emoji);
  if (random.chance(0.01)) return random.pick(awkwardTexts);
  if (random.chance(0.005)) return random.pick(lineEnds);
  return '';
}
