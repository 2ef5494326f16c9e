import { classes, ends, starts } from './document-scanner';
import { writeCell as writeByHost } from './host';
import { writeJoined } from './joined-cells';
import { minus, openBrace, openBracket, quote } from './json-grammar';
import { append, copy, put, reserve } from './output';
import { delimiter } from './settings';
import { writeString } from './string-cells';
import { noText, Text } from './text';

/** What is done with the values of a column. What is not done here is done by the host. */
export class Column {
  /** Negative for a column that is always the host's. */
  slot: i32 = -1;
  nullCell: Text = noText;
  trueCell: Text | null = null;
  falseCell: Text | null = null;
  areStringsCopied: bool = false;
  areArraysJoined: bool = false;
  areNumbersCopied: bool = false;
  /** In a text column a number is a text, and its minus is guarded. */
  isMinusGuarded: bool = false;
}

let columns: StaticArray<Column> = new StaticArray<Column>(0);

/** All of them are the host's until they are set. */
export function setColumnCount(count: i32): void {
  columns = new StaticArray<Column>(count);
  for (let index = 0; index < count; index += 1) columns[index] = new Column();
}

export function setCells(index: i32, slot: i32, nullCell: Text, trueCell: Text | null, falseCell: Text | null): void {
  const column = columns[index];
  column.slot = slot;
  column.nullCell = nullCell;
  column.trueCell = trueCell;
  column.falseCell = falseCell;
}

export function setCopied(index: i32, strings: bool, arrays: bool, numbers: bool, isMinusGuarded: bool): void {
  const column = columns[index];
  column.areStringsCopied = strings;
  column.areArraysJoined = arrays;
  column.areNumbersCopied = numbers;
  column.isMinusGuarded = isMinusGuarded;
}

/** Writes the cells of the document that was scanned last. */
export function writeCells(row: i32): void {
  for (let index = 0; index < columns.length; index += 1) {
    if (index > 0) {
      reserve(1);
      put(delimiter);
    }
    if (!writeCell(columns[index])) writeByHost(index, row);
  }
}

/** @returns false, with nothing written, for what the host has to write */
function writeCell(column: Column): bool {
  const slot = column.slot;
  if (slot < 0) return false;
  const start = starts[slot];
  if (start < 0) {
    append(column.nullCell);
    return true;
  }
  const first = load<u8>(start);
  switch (first) {
    case quote:
      return column.areStringsCopied && writeString(start + 1, ends[slot] - 1, classes[slot]);
    case openBracket:
      return column.areArraysJoined && writeJoined(start, column.areNumbersCopied);
    case openBrace:
      return false;
    case 0x6e: // null
      append(column.nullCell);
      return true;
    case 0x74: // true
      return appendPrepared(column.trueCell);
    case 0x66: // false
      return appendPrepared(column.falseCell);
    default:
      if (!column.areNumbersCopied || (column.isMinusGuarded && first === minus)) return false;
      copy(start, ends[slot]);
      return true;
  }
}

function appendPrepared(cell: Text | null): bool {
  if (cell === null) return false;
  append(cell);
  return true;
}
