import type { BoundColumn, RowEncoder } from '../../contracts/index.ts';
import { createRowTexts } from '../cells/row-texts.ts';
import { createNumberMarks } from '../exact-json/number-marks.ts';
import { createByteBuffer } from '../rows/byte-buffer.ts';
import { readDocuments } from '../rows/read-documents.ts';
import { lineEnds } from '../rows/row-ends.ts';
import { createNdjsonCellText, type NdjsonSettings } from './ndjson-cell-text.ts';

export function createNdjsonEncoder(columns: readonly BoundColumn[], settings: NdjsonSettings): RowEncoder {
  const marks = createNumberMarks();
  const rowTexts = createRowTexts(columns, (column) => createNdjsonCellText(column, settings));
  const buffer = createByteBuffer();
  const keys = columns.map(({ header }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(header)}:`);
  const line = (cells: readonly string[]): string => {
    let text = '';
    for (const [index, cell] of cells.entries()) text += keys[index] + cell;
    return `${text}}\n`;
  };
  return {
    header: new Uint8Array(0),
    encode: (rows, count) => {
      const batch = readDocuments(rows, count, marks);
      const lines = batch.documents.map((document, row) => line(rowTexts(document, row, batch.marks)));
      const bytes = buffer.write(lines.join(''));
      return { bytes, rowEnds: lineEnds(bytes, count) };
    },
  };
}
