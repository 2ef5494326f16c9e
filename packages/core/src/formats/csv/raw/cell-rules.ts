import type { BoundColumn } from '../../../contracts/index.ts';
import { createCsvCellText } from '../csv-cell-text.ts';
import type { CsvSettings } from '../csv-settings.ts';
import { createQuotedText } from './quoting.ts';

export type PathColumn = Extract<BoundColumn, { kind: 'path' }>;

/** What can be written for the values of a path column without parsing them. */
export interface CellRules {
  /** What `null` and a missing value are written as. */
  readonly nullCell: Uint8Array;
  /** What the booleans are written as; `undefined` for one that is refused. */
  readonly trueCell: Uint8Array | undefined;
  readonly falseCell: Uint8Array | undefined;
  readonly areStringsCopied: boolean;
  readonly areNumbersCopied: boolean;
  /** In a text column a number is a text, and its minus is guarded. */
  readonly isMinusGuarded: boolean;
  readonly areArraysJoined: boolean;
}

export function cellRules(column: PathColumn, columnCount: number, settings: CsvSettings): CellRules {
  const cellText = createCsvCellText(column, settings);
  const quoted = createQuotedText(settings, columnCount);
  const cellOf = (value: unknown): Uint8Array => Buffer.from(quoted(cellText(value, undefined)));
  const { type, arrays = settings.arrays } = column;
  const { dateFormat = settings.dateFormat, timeZone = settings.timeZone } = column;
  const isText = type === 'auto' || type === 'text';
  return {
    nullCell: cellOf(null),
    trueCell: unlessRefused(() => cellOf(true)),
    falseCell: unlessRefused(() => cellOf(false)),
    areStringsCopied: isText || (type === 'date' && dateFormat === 'iso' && timeZone === undefined),
    // A delimiter can be a character of numbers.
    areNumbersCopied: type !== 'date' && !'+-.'.includes(settings.delimiter),
    isMinusGuarded: type === 'text',
    areArraysJoined: isText && arrays === 'join',
  };
}

/** A value that can't be written is to throw at its cell, not here. */
function unlessRefused(make: () => Uint8Array): Uint8Array | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
