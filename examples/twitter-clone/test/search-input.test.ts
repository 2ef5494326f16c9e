import assert from 'node:assert/strict';
import * as v from 'valibot';
import { describe, it } from 'vitest';
import { describeCriteria, type SearchCriteria } from '../src/search/search-criteria.ts';
import { searchInput } from '../src/search/search-input.ts';

describe('what a person searches for', () => {
  it.each<[string, object, SearchCriteria]>([
    ['nothing', {}, { phrases: [] }],
    ['empty fields of a form', { text: '', from: '', to: '' }, { phrases: [] }],
    ['words', { text: ' hello  big\tworld ' }, { phrases: ['hello', 'big', 'world'] }],
    ['words in double quotes', { text: 'say "big world" now' }, { phrases: ['say', 'big world', 'now'] }],
    ['a lone double quote', { text: 'a 5" disk' }, { phrases: ['a', '5"', 'disk'] }],
    ['words with nothing to search for', { text: 'rock & roll - "…" 🔥' }, { phrases: ['rock', 'roll'] }],
    ['a NUL', { text: 'a\0b' }, { phrases: ['a', 'b'] }],
    ['another script', { text: '日本 café' }, { phrases: ['日本', 'café'] }],
    [
      'a day',
      { from: '2022-01-31', to: '2022-01-31' },
      { phrases: [], from: '2022-01-31T00:00:00.000Z', until: '2022-01-31T23:59:59.999Z' },
    ],
    [
      'instants in other zones',
      { from: '2022-01-31T00:30:00+02:00', to: '2022-01-31T12:00Z' },
      { phrases: [], from: '2022-01-30T22:30:00.000Z', until: '2022-01-31T12:00:00.000Z' },
    ],
    ['the last day of all', { to: '9999-12-31' }, { phrases: [], until: '9999-12-31T23:59:59.999Z' }],
  ])('may be %s', (_, input, expected) => {
    const { phrases, ...range } = v.parse(searchInput, input);

    assert.deepEqual({ phrases, ...withoutUndefined(range) }, expected);
  });

  it.each<[object, string]>([
    [{ text: '🔥 !' }, 'The text needs a letter or a digit: words are searched.'],
    [{ text: 'x'.repeat(201) }, 'The text may have 200 characters at most.'],
    [{ text: 'a '.repeat(21) }, 'The text may have 20 words at most.'],
    [{ text: 5 }, 'Invalid type: Expected string but received 5'],
    [{ from: 'yesterday' }, 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.'],
    [{ from: '2022-02-30' }, 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.'],
    [{ to: '2022-02-30T10:00:00Z' }, 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.'],
    [{ to: '2022-01-31T25:00:00Z' }, 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.'],
    [{ to: '2022-01-31T10:00:00' }, 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.'],
    [{ to: '9999-12-31T23:00:00-05:00' }, 'Write a day as 2022-01-31 or an instant as 2022-01-31T12:00:00Z.'],
    [{ from: '2022-01-02', to: '2022-01-01' }, 'The first day must not be after the last one.'],
    [{ query: { match_all: {} } }, 'Invalid key: Expected never but received "query"'],
  ])('is refused for %o', (input, message) => {
    const { issues } = v.safeParse(searchInput, input);

    assert.deepEqual(
      issues?.map((issue) => issue.message),
      [message],
    );
  });
});

describe('a search in words', () => {
  it.each<[SearchCriteria, string]>([
    [{ phrases: [] }, 'all posts'],
    [{ phrases: ['big world', 'now'] }, 'posts with “big world” and “now”'],
    [{ phrases: [], from: '2022-01-31T00:00:00.000Z' }, 'all posts from 2022-01-31'],
    [
      { phrases: ['a'], from: '2022-01-01T10:00:00.000Z', until: '2022-01-31T23:59:59.999Z' },
      'posts with “a” from 2022-01-01T10:00:00Z until 2022-01-31',
    ],
  ])('names its terms: %o', (criteria, expected) => {
    assert.equal(describeCriteria(criteria), expected);
  });

  it('has 200 characters at most, and no half of one', () => {
    const words = describeCriteria({ phrases: ['😀'.repeat(150)] });

    assert.equal(words.length, 200);
    assert.ok(words.isWellFormed() && words.endsWith('…'));
  });
});

function withoutUndefined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
