import { isEverything, type Search } from '../search/search.ts';
import { formatDay } from './times.ts';

/** A search in words, to go after a count: `with “coffee”, from Jan 1, 2022 to Jan 31, 2022`. */
export function searchWords(search: Search): string {
  if (isEverything(search)) return 'in all';
  const { text, from, to } = search;
  const dates = [from === '' ? '' : `from ${formatDay(from)}`, to === '' ? '' : `until ${formatDay(to)}`];
  return [text === '' ? '' : `with “${text}”`, dates.filter((part) => part !== '').join(' ')]
    .filter((part) => part !== '')
    .join(', ');
}
