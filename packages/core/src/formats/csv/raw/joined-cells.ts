import { closeBracket, minus, quote, skipSpace, skipValue } from '../../raw/json-grammar.ts';
import type { CsvSettings } from '../csv-settings.ts';
import type { ByteOutput } from './byte-output.ts';
import { closeCell, openCell } from './open-cell.ts';
import { onlyDelimiters, type StringCells } from './string-cells.ts';

/**
 * Writes the cell of an array whose elements are joined.
 *
 * @returns false, with nothing written, for an array of more than plain strings and numbers
 */
export type WriteJoined = (output: ByteOutput, source: Buffer, start: number) => boolean;

export function createWriteJoined(
  settings: CsvSettings,
  strings: StringCells,
  emptyCell: Uint8Array,
  areNumbersRaw: boolean,
): WriteJoined {
  const separator = Buffer.from(settings.arraySeparator);
  const isSeparatorPlain = !/["\r\n\0\uFEFF]/.test(settings.arraySeparator);
  const needsQuotesForSeparator = settings.arraySeparator.includes(settings.delimiter);

  return (output, source, start) => {
    const position = skipSpace(source, start + 1);
    if (source[position] === closeBracket) {
      output.append(emptyCell);
      return true;
    }
    if (!isSeparatorPlain) return false;
    const begin = openCell(output);
    let needsQuotes = false;
    for (let element = position; ; ) {
      const end = skipValue(source, element);
      const found = writeElement(output, source, element, end, element === position);
      if (found < 0) {
        output.length = begin;
        return false;
      }
      needsQuotes ||= found === onlyDelimiters;
      element = skipSpace(source, end);
      if (source[element] === closeBracket) break;
      element = skipSpace(source, element + 1);
      output.append(separator);
      needsQuotes ||= needsQuotesForSeparator;
    }
    closeCell(output, begin, needsQuotes);
    return true;
  };

  /** @returns the class of what was written, or a negative number when it is not plain */
  function writeElement(output: ByteOutput, source: Buffer, start: number, end: number, isFirst: boolean): number {
    const first = source[start] as number;
    if (first !== quote) {
      const isNumber = first === minus || (first >= 0x30 && first <= 0x39);
      // Whether a leading minus is guarded depends on the elements to come.
      if (!isNumber || !areNumbersRaw || (isFirst && strings.isFormulaStart(first))) return -1;
      output.copy(source, start, end);
      return 0;
    }
    const found = strings.classOf(source, start + 1, end - 1);
    if (found > onlyDelimiters) return -1;
    if (isFirst && (end - start === 2 || strings.isFormulaStart(source[start + 1] as number))) return -1;
    output.copy(source, start + 1, end - 1);
    return found;
  }
}
