import { isUtf8 } from 'node:buffer';
import type { BoundColumn, EncodedRows, RowBatch } from '../../../contracts/index.ts';
import { ExportEngineError } from '../../../errors/index.ts';
import { createRowTexts } from '../../cells/row-texts.ts';
import { createNumberMarks } from '../../exact-json/number-marks.ts';
import { parseExactJson } from '../../exact-json/parse-exact-json.ts';
import { DocumentScanner } from '../../raw/document-scanner.ts';
import { notJson, notPlain, skipValue } from '../../raw/json-grammar.ts';
import { planSlots } from '../../raw/slot-plan.ts';
import { walkDocuments } from '../../raw/walk-documents.ts';
import { createCsvCellText } from '../csv-cell-text.ts';
import type { CsvSettings } from '../csv-settings.ts';
import { ByteOutput } from './byte-output.ts';
import { createQuotedText } from './quoting.ts';
import { createRowCells, inputPaths } from './row-cells.ts';

type JsonBatch = Extract<RowBatch, { kind: 'json' }>;

/** Encodes a page, or returns `undefined` for one that has to take the object route. */
export type EncodeRaw = (rows: JsonBatch, count: number) => EncodedRows | undefined;

/**
 * The raw route: from the bytes of a page to the bytes of its rows without making row objects. Its bytes are those of the
 * object route; a document that is not plain is parsed by itself, and a page that is not whole JSON, or holds a value that
 * is refused, is left to the object route, which says why.
 *
 * @returns `undefined` when a column needs the whole row
 */
export function createRawCsvEncoder(columns: readonly BoundColumn[], settings: CsvSettings): EncodeRaw | undefined {
  const paths = inputPaths(columns);
  const plan = paths === undefined ? undefined : planSlots(paths);
  if (plan === undefined) return undefined;

  const marks = createNumberMarks();
  const scanner = new DocumentScanner(plan);
  const output = new ByteOutput();
  const writeCells = createRowCells(columns, settings, marks);
  const rowTexts = createRowTexts(columns, (column) => createCsvCellText(column, settings));
  const quoted = createQuotedText(settings, columns.length);
  const recordDelimiter = Buffer.from(settings.recordDelimiter);

  function encodePage({ bytes, documentPath }: JsonBatch, count: number): EncodedRows | undefined {
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (!isUtf8(source)) return undefined;
    const rowEnds = new Uint32Array(count);
    output.length = 0;
    const documents = walkDocuments(source, documentPath.map(Buffer.from), (at, row) => {
      if (row >= count) return notJson;
      const end = writeRow(source, at, row);
      rowEnds[row] = output.length;
      return end;
    });
    return documents === count
      ? { bytes: output.bytes.subarray(0, output.length), rowEnds, madeObjects: false }
      : undefined;
  }

  /** @returns the position just past the document, or `notJson` */
  function writeRow(source: Buffer, at: number, row: number): number {
    const scanned = scanner.scan(source, at);
    const end = scanned === notPlain ? skipValue(source, at) : scanned;
    if (end < 0) return notJson;
    if (scanned === notPlain) writeParsed(source.subarray(at, end), row);
    else writeCells(output, source, scanner, row);
    output.append(recordDelimiter);
    return end;
  }

  function writeParsed(document: Uint8Array, row: number): void {
    const { value, marks: found } = parseExactJson(document, marks);
    const texts = rowTexts(value as object, row, found);
    output.text(texts.map(quoted).join(settings.delimiter));
  }

  return (rows, count) => {
    try {
      return encodePage(rows, count);
    } catch (error) {
      // A refused cell: the object route refuses it too, or a page that goes wrong before it.
      if (ExportEngineError.isInstance(error)) return undefined;
      throw error;
    }
  };
}
