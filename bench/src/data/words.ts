import { type Random, randomAt } from './random.ts';

const vocabularySize = 4000;
const syllables =
  'an the re ing to co de st er in ou la me pro ver tion ly ma be con dis al ent pre so ti um wa ro ka'.split(' ');

const vocabulary = makeVocabulary();

/** A word; few are frequent and many are rare, as in a language. */
export function word(random: Random): string {
  return vocabulary[Math.floor(vocabularySize ** random.fraction()) - 1] ?? 'the';
}

/** One of three hundred short texts, as labels and hash tags are. */
export function tag(random: Random): string {
  return vocabulary[7 + 13 * random.below(300)] ?? 'news';
}

function makeVocabulary(): readonly string[] {
  const random = randomAt(20_261_124, 0);
  return Array.from({ length: vocabularySize }, () => {
    const length = 1 + random.below(4);
    return Array.from({ length }, () => random.pick(syllables)).join('');
  });
}
