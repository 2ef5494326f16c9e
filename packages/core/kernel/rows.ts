import { writeCells } from './cells';
import { scanDocument } from './document-scanner';
import { writeDocument } from './host';
import { notJson, notPlain, skipValue } from './json-grammar';
import { append, cursor } from './output';
import { recordDelimiter } from './settings';

/** Where the rows begin, and where their ends are written to. */
let firstRow: i32 = 0;
let rowEnds: i32 = 0;
let rowCount: i32 = 0;

export function startRows(endsAddress: i32, count: i32): void {
  firstRow = cursor;
  rowEnds = endsAddress;
  rowCount = count;
}

/** Writes the row of the document at `at`. @returns the position just past the document, or `notJson` */
export function writeRow(at: i32, row: i32): i32 {
  if (row >= rowCount) return notJson;
  const scanned = scanDocument(at);
  const end = scanned === notPlain ? skipValue(at, 0) : scanned;
  if (end < 0) return notJson;
  if (scanned === notPlain) writeDocument(at, end, row);
  else writeCells(row);
  append(recordDelimiter);
  store<i32>(rowEnds + row * 4, cursor - firstRow);
  return end;
}
