import type { SortOptions } from '../query/search-query.ts';

const LONGS = { lowest: '-9223372036854775808', highest: '9223372036854775807' };

/** The ends of whatever dates are compared as; as text where JavaScript has no such number. */
const ENDS: Readonly<Record<string, { readonly lowest: string | number; readonly highest: string }>> = {
  date: LONGS,
  date_nanos: { ...LONGS, lowest: 0 },
  long: LONGS,
  double: { lowest: '-Infinity', highest: 'Infinity' },
};

/**
 * Puts rows without a date last by a value. Told `_last` or nothing, every server leaves out a shard whose dates all come
 * after the last row that other shards have for the page. Where that row has no date, it so loses rows of the shard
 * without one: their place may be before it.
 */
export function placeMissingDates(options: SortOptions, comparedAs: string): SortOptions {
  const ends = ENDS[comparedAs];
  const { order, missing = '_last' } = options;
  if (ends === undefined || missing !== '_last') return options;
  return { ...options, missing: order === 'desc' ? ends.lowest : ends.highest };
}
