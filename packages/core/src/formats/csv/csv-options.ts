import type { ArrayStyle } from '../../contracts/index.ts';
import type { CsvDialectName } from './dialects.ts';
import type { FormulaGuardMode } from './formula-guard.ts';

/** Options of `csv()`. */
export interface CsvOptions {
  /**
   * Who reads the file:
   * - `rfc4180`: comma, CRLF, no byte-order mark;
   * - `excel`: the same with a byte-order mark;
   * - `excel-semicolon`: semicolon, for Excel where the comma is the decimal sign;
   * - `tsv`: tab, LF.
   *
   * @default 'rfc4180'
   */
  readonly dialect?: CsvDialectName | undefined;
  /** Between cells: a tab, a blank or one ASCII punctuation character other than `"`. @default the dialect's */
  readonly delimiter?: string | undefined;
  /** After every row, the last one included. @default the dialect's */
  readonly recordDelimiter?: '\r\n' | '\n' | undefined;
  /** Whether the file begins with a UTF-8 byte-order mark. @default the dialect's */
  readonly bom?: boolean | undefined;
  /** Whether the file begins with a row of headers. @default true */
  readonly header?: boolean | undefined;
  /** For `null` and missing values, 0 to 64 characters. Written as it is, never guarded. @default '' */
  readonly nullText?: string | undefined;
  /** Two different texts of 0 to 64 characters. @default { true: 'true', false: 'false' } */
  readonly booleans?: { readonly true: string; readonly false: string } | undefined;
  /**
   * How an array becomes one cell, where the column does not say: its elements joined, compact JSON text, or its first
   * element. An object, also one inside a joined array, is always compact JSON text.
   *
   * @default 'join'
   */
  readonly arrays?: ArrayStyle | undefined;
  /** Between joined elements, 1 to 16 characters. Elements that hold it are not escaped: use `json`. @default ';' */
  readonly arraySeparator?: string | undefined;
  /**
   * For columns of type `date`, where the column does not say, and for a `Date` that a function returns: `iso`, or a
   * pattern of `yyyy MM dd HH mm ss XXX` and 1 to 9 `S` (cut, not rounded); other letters than `T` go in single quotes.
   * `iso` leaves texts as stored and writes epoch milliseconds as ISO 8601 in UTC; with a time zone it writes all of
   * them in that zone with its offset. A value that is no date is written as stored.
   *
   * @default 'iso'
   */
  readonly dateFormat?: string | undefined;
  /** IANA time zone for dates. Stored texts without an offset are taken as UTC. @default UTC */
  readonly timeZone?: string | undefined;
  /**
   * For texts that a spreadsheet would take for a formula, as they begin with `= + - @`, tab, CR, LF or a full-width
   * `＝ ＋ － ＠`: `escape` puts a `'` before them, `none` leaves them, `reject` fails the export. Headers are guarded as
   * well; numbers never are.
   *
   * @default 'escape'
   */
  readonly formulaGuard?: FormulaGuardMode | undefined;
}
