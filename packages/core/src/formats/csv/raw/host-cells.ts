import type { BoundColumn } from '../../../contracts/index.ts';
import { callColumn } from '../../cells/cell-reader.ts';
import { rejectedCell } from '../../cells/cell-rejection.ts';
import { createRowTexts } from '../../cells/row-texts.ts';
import { createNumberMarks, type NumberMarks } from '../../exact-json/number-marks.ts';
import { parseExactJson } from '../../exact-json/parse-exact-json.ts';
import { createCsvCellText } from '../csv-cell-text.ts';
import type { CsvSettings } from '../csv-settings.ts';
import { parseValue } from './parse-value.ts';
import { createQuotedText } from './quoting.ts';

/** Where the values of a document stand in `source`, path by path; a negative start when there is none. */
export interface Slots {
  readonly source: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** What the kernel leaves to its host. `row` is a document's 0-based position in its page. */
export interface HostCells {
  /** The cell of the column at `index`, between its delimiters. Throws `EXPORT_CELL_REJECTED`. */
  cellText(index: number, slots: Slots, row: number): string;
  /** The row of a whole document, without its record delimiter. Throws `EXPORT_CELL_REJECTED`. */
  rowText(document: Uint8Array, row: number): string;
}

/** The object route's own cells, of values that are parsed one by one. */
export function createHostCells(columns: readonly BoundColumn[], settings: CsvSettings): HostCells {
  const marks = createNumberMarks();
  const slots = firstSlots(columns);
  const cells = columns.map((column, index) => ({
    header: column.header,
    text: createSlotText(column, slots[index] as number, settings, marks),
  }));
  const rowTexts = createRowTexts(columns, (column) => createCsvCellText(column, settings));
  const quoted = createQuotedText(settings, columns.length);

  return {
    cellText(index, slots, row) {
      const { header, text } = cells[index] as (typeof cells)[number];
      try {
        return quoted(text(slots));
      } catch (error) {
        throw rejectedCell(error, header, row);
      }
    },
    rowText(document, row) {
      const { value, marks: found } = parseExactJson(document, marks);
      return rowTexts(value as object, row, found)
        .map(quoted)
        .join(settings.delimiter);
    },
  };
}

/** Paths of all values that the columns need, column by column; `undefined` when one needs the whole row. */
export function inputPaths(columns: readonly BoundColumn[]): readonly string[] | undefined {
  const paths: string[] = [];
  for (const column of columns) {
    if (column.kind === 'row-function') return undefined;
    paths.push(...(column.kind === 'path' ? [column.path] : column.from));
  }
  return paths;
}

/** For each column the slot of its value, or of its first input, among those of `inputPaths`. */
export function firstSlots(columns: readonly BoundColumn[]): readonly number[] {
  let next = 0;
  return columns.map((column) => {
    const slot = next;
    next += column.kind === 'computed' ? column.from.length : 1;
    return slot;
  });
}

function createSlotText(
  column: BoundColumn,
  slot: number,
  settings: CsvSettings,
  marks: NumberMarks,
): (slots: Slots) => string {
  const cellText = createCsvCellText(column, settings);
  const valueAt = ({ source, starts, ends }: Slots, index: number): unknown => {
    const start = starts[index] as number;
    return start < 0 ? undefined : parseValue(source, start, ends[index] as number, marks);
  };
  if (column.kind !== 'computed') return (slots) => cellText(valueAt(slots, slot), marks);
  const { from, value } = column;
  return (slots) => {
    const inputs = from.map((_, index) => marks.reveal(valueAt(slots, slot + index)));
    return cellText(callColumn(value, inputs), undefined);
  };
}
