import { faker as arabic } from '@faker-js/faker/locale/ar';
import { faker as english } from '@faker-js/faker/locale/en';
import { faker as japanese } from '@faker-js/faker/locale/ja';
import { faker as korean } from '@faker-js/faker/locale/ko';
import { faker as russian } from '@faker-js/faker/locale/ru';

/** What posts are made of. faker makes it once: a hundred times as slow as drawing from it, it would brake every load. */
export interface Vocabulary {
  readonly sentences: readonly string[];
  /** Japanese, Korean, Russian and Arabic, which is written from right to left. */
  readonly foreignSentences: readonly string[];
  readonly handles: readonly string[];
  readonly tags: readonly string[];
}

const sentenceCount = 1500;
const foreignSentenceCount = 100;
const handleCount = 500;
const wordTagCount = 250;

/** Tags that a careless writer of files trips over. */
const awkwardTags = ['c++', '=)', '+1', '-fail', '@home', '日本', 'día;noche', 'say "hi"', 'a,b', '🇺🇦', '👩‍💻'];

/** The same seed gives the same words, as long as faker keeps its word lists. */
export function createVocabulary(seed: number): Vocabulary {
  const locales = [japanese, korean, russian, arabic];
  for (const faker of [english, ...locales]) faker.seed(seed);
  return {
    sentences: [...repeat(sentenceCount, englishSentence)],
    foreignSentences: locales.flatMap((faker) => [...repeat(foreignSentenceCount, () => faker.lorem.sentence())]),
    handles: [...repeat(handleCount, () => `@${english.internet.username()}`)],
    tags: [...repeat(wordTagCount, () => english.word.noun()), ...awkwardTags],
  };
}

function englishSentence(index: number): string {
  switch (index % 4) {
    case 0:
      return english.hacker.phrase();
    case 1:
      return `${english.company.catchPhrase()}.`;
    case 2:
      return `${english.food.description()}`;
    default:
      return english.lorem.sentence();
  }
}

function* repeat<Item>(count: number, make: (index: number) => Item): Generator<Item> {
  for (let index = 0; index < count; index += 1) yield make(index);
}
