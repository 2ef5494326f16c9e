import type { Random } from './random.ts';
import { word } from './words.ts';

const emoji = ['😀', '🔥', '❤️', '👍🏽', '🚀', '😂', '🎉', '🇩🇪'];
const foreign = ['café', 'naïve', 'Zürich', '東京', 'привет', 'señor', '日本語テスト', 'Ελλάδα', '“quoted”', '—'];
const lineEnds = ['\n', '\n', '\n', '\n\n', '\r\n'];
/** What a spreadsheet would take for a formula. */
const formulaBeginnings = ['=SUM(1+2) ', '+49 30 901820 ', '- '];

/** A text as people write them, of about `min` to `max` characters: quotes, line breaks, emoji, other scripts. */
export function text(random: Random, min: number, max: number): string {
  let written = beginning(random);
  const length = min + random.below(max - min + 1);
  while (written.length < length) written += word(random) + separator(random);
  written = written.slice(0, length).trimEnd();
  if (random.chance(0.1)) written = `${insert(random, written, '"')}"`;
  if (random.chance(0.1)) written = insert(random, written, random.pick(lineEnds));
  if (random.chance(0.2)) written += ` ${random.pick(emoji)}`;
  if (random.chance(0.12)) written += ` ${random.pick(foreign)}`;
  if (random.chance(0.02)) written += ' C:\\temp\\x';
  return written;
}

function beginning(random: Random): string {
  if (random.chance(0.06)) return `@${word(random)} `;
  return random.chance(0.005) ? random.pick(formulaBeginnings) : '';
}

function separator(random: Random): string {
  const dice = random.fraction();
  if (dice < 0.05) return ', ';
  if (dice < 0.09) return '. ';
  return dice < 0.1 ? ' #' : ' ';
}

function insert(random: Random, into: string, what: string): string {
  const at = random.below(into.length);
  return into.slice(0, at) + what + into.slice(at);
}
