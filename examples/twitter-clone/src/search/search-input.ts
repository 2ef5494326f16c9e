import * as v from 'valibot';
import type { SearchInput } from '../api/api-types.ts';
import type { SearchCriteria } from './search-criteria.ts';

const maxTextLength = 200;
const maxPhrases = 20;
/** The length of `2022-01-31T12:00:00.000Z`: years before 0 and after 9999 are longer, and don't compare as text. */
const instantLength = 24;
const dayLength = '2022-01-31'.length;
const dayMs = 24 * 60 * 60 * 1000;

/** A word, or what stands between two double quotes. */
const phrasePattern = /"([^"]*)"|\S+/g;
/** What every tokeniser takes for a part of a word. */
const wordCharacter = /[\p{L}\p{Nd}]/u;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Checks what a person asked for in the search form. */
export const searchInput: v.GenericSchema<SearchInput, SearchCriteria> = v.pipe(
  v.strictObject({ text: v.optional(v.string()), from: v.optional(v.string()), to: v.optional(v.string()) }),
  v.transform(withoutEmpty),
  v.object({
    text: v.optional(searchText()),
    from: v.optional(instant('start')),
    to: v.optional(instant('end')),
  }),
  v.transform(({ text = [], from, to }): SearchCriteria => ({ phrases: text, from, until: to })),
  v.check(isRange, 'The first day must not be after the last one.'),
);

/** Forms send their empty fields as well. */
function withoutEmpty(input: SearchInput): SearchInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''));
}

/** The words of a text as phrases. */
function searchText(): v.GenericSchema<string, readonly string[]> {
  return v.pipe(
    v.string(),
    v.maxLength(maxTextLength, `The text may have ${maxTextLength} characters at most.`),
    v.transform(phrasesOf),
    v.minLength(1, 'The text needs a letter or a digit: words are searched.'),
    v.maxLength(maxPhrases, `The text may have ${maxPhrases} words at most.`),
  );
}

/** Without those that have nothing to search for, such as a dash between two words. */
function phrasesOf(text: string): readonly string[] {
  // SQLite takes a NUL for the end of the whole query.
  const phrases = text.replaceAll('\0', ' ').matchAll(phrasePattern);
  return [...phrases].map(([word, quoted]) => (quoted ?? word).trim()).filter((phrase) => wordCharacter.test(phrase));
}

/** The first instant of a day; at the end of a range, the last one. */
function instant(bound: 'start' | 'end'): v.GenericSchema<string, string> {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
      const isDay = dayPattern.test(value);
      const restMs = isDay && bound === 'end' ? dayMs - 1 : 0;
      const text = isDay || instantPattern.test(value) ? instantText(Date.parse(value) + restMs) : undefined;
      if (text !== undefined && isRealDay(value.slice(0, dayLength))) return text;
      addIssue({ message: 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.' });
      return NEVER;
    }),
  );
}

/** Not the 30th of February, which `Date.parse` takes for a day in March. */
function isRealDay(day: string): boolean {
  return instantText(Date.parse(day))?.startsWith(day) === true;
}

function instantText(ms: number): string | undefined {
  const text = Number.isNaN(ms) ? '' : new Date(ms).toISOString();
  return text.length === instantLength ? text : undefined;
}

function isRange({ from, until }: SearchCriteria): boolean {
  return from === undefined || until === undefined || from <= until;
}
