import type { BoundColumn } from '../../../contracts/index.ts';
import { callColumn } from '../../cells/cell-reader.ts';
import { rejectedCell } from '../../cells/cell-rejection.ts';
import type { NumberMarks } from '../../exact-json/number-marks.ts';
import type { DocumentScanner } from '../../raw/document-scanner.ts';
import { createCsvCellText } from '../csv-cell-text.ts';
import type { CsvSettings } from '../csv-settings.ts';
import type { ByteOutput } from './byte-output.ts';
import { parseValue } from './parse-value.ts';
import { createQuotedText } from './quoting.ts';
import { createRawCell } from './raw-cell.ts';

/** Writes the cells of the document that the scanner has just scanned. Throws `EXPORT_CELL_REJECTED`. */
export type RowCells = (output: ByteOutput, source: Buffer, scanner: DocumentScanner, row: number) => void;

/** Paths of all values that the columns need, column by column; `undefined` when one needs the whole row. */
export function inputPaths(columns: readonly BoundColumn[]): readonly string[] | undefined {
  const paths: string[] = [];
  for (const column of columns) {
    if (column.kind === 'row-function') return undefined;
    paths.push(...(column.kind === 'path' ? [column.path] : column.from));
  }
  return paths;
}

/** The cell of one column. Its inputs stand in the scanner's slots. */
type SlotCell = (output: ByteOutput, source: Buffer, scanner: DocumentScanner) => void;

export function createRowCells(columns: readonly BoundColumn[], settings: CsvSettings, marks: NumberMarks): RowCells {
  const delimiter = settings.delimiter.charCodeAt(0);
  let slot = 0;
  const cells = columns.map((column) => {
    const firstSlot = slot;
    slot += column.kind === 'computed' ? column.from.length : 1;
    return { header: column.header, write: createSlotCell(column, firstSlot, columns.length, settings, marks) };
  });

  return (output, source, scanner, row) => {
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as (typeof cells)[number];
      if (index > 0) {
        output.reserve(1);
        output.bytes[output.length] = delimiter;
        output.length += 1;
      }
      try {
        cell.write(output, source, scanner);
      } catch (error) {
        throw rejectedCell(error, cell.header, row);
      }
    }
  };
}

function createSlotCell(
  column: BoundColumn,
  slot: number,
  columnCount: number,
  settings: CsvSettings,
  marks: NumberMarks,
): SlotCell {
  if (column.kind === 'path') {
    const write = createRawCell(column, columnCount, settings, marks);
    return (output, source, { starts, ends }) => write(output, source, starts[slot] as number, ends[slot] as number);
  }
  const cellText = createCsvCellText(column, settings);
  const quoted = createQuotedText(settings, columnCount);
  const inputSlots = column.kind === 'computed' ? column.from.map((_, index) => slot + index) : [];
  const call = column.value as (...inputs: readonly unknown[]) => unknown;
  return (output, source, { starts, ends }) => {
    const inputs = inputSlots.map((input) => {
      const start = starts[input] as number;
      return start < 0 ? undefined : marks.reveal(parseValue(source, start, ends[input] as number, marks));
    });
    output.text(quoted(cellText(callColumn(call, inputs), undefined)));
  };
}
