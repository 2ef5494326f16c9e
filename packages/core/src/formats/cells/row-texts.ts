import type { BoundColumn } from '../../contracts/index.ts';
import type { NumberMarks } from '../exact-json/number-marks.ts';
import { createCellReader } from './cell-reader.ts';
import { rejectedCell } from './cell-rejection.ts';

/** Writes one value as a format's cell. Throws a `CellRejection` for a value that can't be written. */
export type CellText = (value: unknown, marks: NumberMarks | undefined) => string;

/** The cells of one document, in column order. `row` is its 0-based position in the page. */
export type RowTexts = (document: object, row: number, marks: NumberMarks | undefined) => string[];

/** Compiles the columns once. The result throws `EXPORT_CELL_REJECTED` with the column's header and the row. */
export function createRowTexts(
  columns: readonly BoundColumn[],
  createCellText: (column: BoundColumn) => CellText,
): RowTexts {
  const cells = columns.map((column) => {
    const read = createCellReader(column);
    const write = createCellText(column);
    return (document: object, row: number, marks: NumberMarks | undefined): string => {
      try {
        return write(read(document, marks), marks);
      } catch (error) {
        throw rejectedCell(error, column.header, row);
      }
    };
  });
  return (document, row, marks) => cells.map((cell) => cell(document, row, marks));
}
