import type { BoundColumn } from '../../../contracts/index.ts';
import type { NumberMarks } from '../../exact-json/number-marks.ts';
import { minus, openBrace, openBracket, quote } from '../../raw/json-grammar.ts';
import { createCsvCellText } from '../csv-cell-text.ts';
import type { CsvSettings } from '../csv-settings.ts';
import type { ByteOutput } from './byte-output.ts';
import { createWriteJoined } from './joined-cells.ts';
import { parseValue } from './parse-value.ts';
import { createQuotedText } from './quoting.ts';
import { createStringCells } from './string-cells.ts';

/** Writes the cell of one value, given by where it stands; `start` is negative when there is none. */
export type RawCell = (output: ByteOutput, source: Buffer, start: number, end: number) => void;

type PathColumn = Extract<BoundColumn, { kind: 'path' }>;

/**
 * The cell of a path column. What is common is written from the bytes; everything else goes through the object route's
 * own cell, which is also where a refused value throws.
 */
export function createRawCell(
  column: PathColumn,
  columnCount: number,
  settings: CsvSettings,
  marks: NumberMarks,
): RawCell {
  const cellText = createCsvCellText(column, settings);
  const quoted = createQuotedText(settings, columnCount);
  const { type, arrays = settings.arrays } = column;
  const textOf = (value: unknown): Uint8Array => Buffer.from(quoted(cellText(value, undefined)));
  const emptyCell = Buffer.from(quoted(''));
  const nullCell = textOf(null);
  const [trueCell, falseCell] = [true, false].map((value) => preparedCell(() => textOf(value)));
  const strings = createStringCells(settings, emptyCell);
  // A delimiter can be a character of numbers.
  const areNumbersRaw = !'+-.'.includes(settings.delimiter) && type !== 'date';
  const writeJoined = createWriteJoined(settings, strings, emptyCell, areNumbersRaw);
  const dateFormat = column.dateFormat ?? settings.dateFormat;
  const timeZone = column.timeZone ?? settings.timeZone;
  const areStringsCopied =
    type === 'auto' || type === 'text' || (type === 'date' && dateFormat === 'iso' && timeZone === undefined);
  const areArraysJoined = arrays === 'join' && (type === 'auto' || type === 'text');

  const slowly: RawCell = (output, source, start, end) => {
    const value = parseValue(source, start, end, marks);
    output.text(quoted(cellText(value, marks)));
  };

  /** @returns false, with nothing written, for what has to go slowly */
  function writeFast(output: ByteOutput, source: Buffer, start: number, end: number): boolean {
    const first = source[start] as number;
    switch (first) {
      case quote:
        return areStringsCopied && strings.write(output, source, start + 1, end - 1);
      case openBracket:
        return areArraysJoined && writeJoined(output, source, start);
      case openBrace:
        return false;
      case 0x6e: // null
        return append(output, nullCell);
      case 0x74: // true
        return append(output, trueCell);
      case 0x66: // false
        return append(output, falseCell);
      default:
        // In a text column a number is a text, and its minus is guarded.
        if (!areNumbersRaw || (type === 'text' && first === minus)) return false;
        output.copy(source, start, end);
        return true;
    }
  }

  return (output, source, start, end) => {
    if (start < 0) output.append(nullCell);
    else if (!writeFast(output, source, start, end)) slowly(output, source, start, end);
  };
}

function append(output: ByteOutput, cell: Uint8Array | undefined): boolean {
  if (cell !== undefined) output.append(cell);
  return cell !== undefined;
}

/** `undefined` for a value that can't be written: it is to throw at its cell, not here. */
function preparedCell(make: () => Uint8Array): Uint8Array | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
