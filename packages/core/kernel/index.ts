import { startOutput } from './output';
import { startRows } from './rows';
import { walkDocuments } from './walk-documents';

/*
 * The raw route of the CSV format, in AssemblyScript, compiled to WebAssembly: from the JSON bytes of a page to the CSV bytes
 * of its rows, sixteen bytes at a time. Each document is scanned once, which finds where its wanted values stand
 * (document-scanner), and its cells are written from there (cells). The host, src/formats/csv/raw/kernel, writes texts and
 * settings into the memory once, and then, for each page, its bytes to the address that `startPage` returns.
 *
 * The memory holds, in this order: what was set, the page, the ends of its rows, its rows.
 */

export { setCells, setColumnCount, setCopied } from './cells';
export { ends, newKeyNode, setChild, setLeaf, setPlan, starts } from './document-scanner';
export { advance, cursor, reserve } from './output';
export { setArraySeparator, setDialect, setFormulaGuard } from './settings';
export { addressOf, newText } from './text';
export { setPathKey, setPathLength } from './walk-documents';

/** Zeros after the page, which end every scan: it looks at sixteen bytes at once, and at a few beyond. */
const padding = 32;

let pageStart: i32 = 0;
let pageEnd: i32 = 0;
let rowEnds: i32 = 0;
let rows: i32 = 0;

/** Makes room for a page of so many bytes and rows. Traps when the memory can't grow. @returns the page's address */
export function startPage(length: i32, count: i32): i32 {
  if (pageStart === 0) pageStart = heap.alloc(16) as i32;
  pageEnd = pageStart + length;
  rowEnds = (pageEnd + padding + 3) & ~3;
  rows = rowEnds + count * 4;
  startOutput(rows);
  memory.fill(pageEnd, 0, padding);
  startRows(rowEnds, count);
  return pageStart;
}

/**
 * Writes the rows of the page: from `rowsAt()` to `cursor`, with their ends from `rowEndsAt()` on.
 *
 * @returns the number of rows; negative when the page has to take the object route
 */
export function encodePage(): i32 {
  return walkDocuments(pageStart, pageEnd);
}

export function rowEndsAt(): i32 {
  return rowEnds;
}

export function rowsAt(): i32 {
  return rows;
}
