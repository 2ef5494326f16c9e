import { stringify } from 'csv-stringify/sync';
import type { BoundColumn, RowEncoder } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { createRowTexts } from '../cells/row-texts.ts';
import { createNumberMarks } from '../exact-json/number-marks.ts';
import { createByteBuffer } from '../rows/byte-buffer.ts';
import { readDocuments } from '../rows/read-documents.ts';
import { csvRowEnds } from '../rows/row-ends.ts';
import { createCsvCellText } from './csv-cell-text.ts';
import { type CsvRoute, preferredRoute } from './csv-route.ts';
import type { CsvSettings } from './csv-settings.ts';
import { createFormulaGuard, isFormula } from './formula-guard.ts';
import { createRawCsvEncoder } from './raw/raw-csv-encoder.ts';

export function createCsvEncoder(
  columns: readonly BoundColumn[],
  settings: CsvSettings,
  route: CsvRoute = preferredRoute,
): RowEncoder {
  const marks = createNumberMarks();
  const rowTexts = createRowTexts(columns, (column) => createCsvCellText(column, settings));
  const recordsText = createRecordsText(columns.length, settings);
  const buffer = createByteBuffer();
  const encodeRaw = route === 'raw' ? createRawCsvEncoder(columns, settings) : undefined;
  return {
    header: Buffer.from(headerText(columns, settings, recordsText)),
    encode: (rows, count) => {
      const raw = rows.kind === 'json' ? encodeRaw?.(rows, count) : undefined;
      if (raw !== undefined) return raw;
      const batch = readDocuments(rows, count, marks);
      const records = batch.documents.map((document, row) => rowTexts(document, row, batch.marks));
      const bytes = buffer.write(recordsText(records));
      return { bytes, rowEnds: csvRowEnds(bytes, count) };
    },
  };
}

/** Records of cells as text. csv-stringify decides the quoting; everything else was decided before. */
type RecordsText = (records: string[][]) => string;

function createRecordsText(columnCount: number, settings: CsvSettings): RecordsText {
  const options = {
    delimiter: settings.delimiter,
    record_delimiter: settings.recordDelimiter,
    // Also a lone CR or LF, which is a record end to most readers.
    quote_record_delimiter: true,
    // An empty line is no row to most readers; a quoted empty cell is.
    quoted_empty: columnCount === 1,
    // A byte-order mark in a cell, if it were the first of the file, would be taken for the file's.
    quoted_match: byteOrderMark,
  };
  return (records) => stringify(records, options).replaceAll('\0', '\uFFFD');
}

const byteOrderMark = '\uFEFF';

function headerText(columns: readonly BoundColumn[], settings: CsvSettings, recordsText: RecordsText): string {
  const mark = settings.bom ? byteOrderMark : '';
  return settings.header ? mark + recordsText([guardedHeaders(columns, settings)]) : mark;
}

function guardedHeaders(columns: readonly BoundColumn[], settings: CsvSettings): string[] {
  const index = columns.findIndex(({ header }) => isFormula(header));
  if (settings.formulaGuard === 'reject' && index !== -1) {
    const option = `columns[${index}].header`;
    const problem = 'must not be what a spreadsheet would take for a formula, as formulaGuard is "reject"';
    throw new ExportEngineError('EXPORT_OPTIONS_INVALID', `csv(): option "${option}" ${problem}.`, {
      details: { owner: 'csv()', option },
    });
  }
  const guard = createFormulaGuard(settings.formulaGuard);
  return columns.map(({ header }) => guard(header));
}
