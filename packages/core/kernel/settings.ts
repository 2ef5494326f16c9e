import { quote } from './json-grammar';
import { noText, Text } from './text';

/** The settings of the file. Set once, before the first page. */
export let delimiter: u8 = 0;
/** CR LF or LF. */
export let recordDelimiter: Text = noText;
/** What an empty cell is written as. */
export let emptyCell: Text = noText;
/** Between the elements of a joined array. */
export let arraySeparator: Text = noText;
/** Whether joined elements can stay as they are: the separator is none of what has to be replaced or doubled. */
export let isSeparatorPlain: bool = false;
/** Whether the separator is one that only stands between quotes. */
export let separatesByDelimiter: bool = false;
/** Whether texts that look like formulas are escaped, or refused. */
export let isGuarding: bool = false;
export let isRefusing: bool = false;

export function setDialect(delimiterByte: u8, record: Text, empty: Text): void {
  delimiter = delimiterByte;
  recordDelimiter = record;
  emptyCell = empty;
}

export function setArraySeparator(separator: Text, isPlain: bool, holdsDelimiter: bool): void {
  arraySeparator = separator;
  isSeparatorPlain = isPlain;
  separatesByDelimiter = holdsDelimiter;
}

export function setFormulaGuard(escapes: bool, refuses: bool): void {
  isGuarding = escapes || refuses;
  isRefusing = refuses;
}

const byteOrderMark: i32 = 0xfeff;

/** Whether a character only stands between quotes. */
export function isSpecial(code: i32): bool {
  return code === quote || code === delimiter || code === 0x0a || code === 0x0d || code === byteOrderMark;
}
