/** How many rows to ask for. */
export interface PageSize {
  /** Rows for the next page. */
  rows(): number;
  /** Takes note of a page that came. */
  learn(rows: number, bytes: number): void;
  /**
   * Asks for half of it: for a while, or for good where a fixed limit was met. False when a page is one row already.
   */
  shrink(reason: 'passing' | 'lasting'): boolean;
}

/** Before the first page, a row is taken for this large; a first page is modest whatever the target. */
const ASSUMED_ROW_BYTES = 1024;
const MAX_FIRST_ROWS = 1000;
/** Rows may grow this much from one page to the next: documents can become larger further on. */
const MAX_GROWTH = 4;
/** After so many good pages in a row, a passing limit is doubled. */
const PAGES_UNTIL_RELIEF = 4;

/**
 * Sizes pages by the bytes that rows have had so far, between 1 row and `maxRows`. The rows and their order do not
 * depend on it.
 */
export function createPageSize(options: { readonly targetBytes: number; readonly maxRows: number }): PageSize {
  const { targetBytes } = options;
  let { maxRows } = options;
  let passingMaxRows = maxRows;
  let goodPages = 0;
  let size = clamp(Math.floor(targetBytes / ASSUMED_ROW_BYTES), Math.min(maxRows, MAX_FIRST_ROWS));

  return {
    rows: () => size,
    learn(rows, bytes) {
      goodPages++;
      if (goodPages % PAGES_UNTIL_RELIEF === 0) passingMaxRows = Math.min(maxRows, passingMaxRows * 2);
      const fitting = Math.floor((targetBytes * rows) / Math.max(1, bytes));
      size = clamp(Math.min(fitting, size * MAX_GROWTH), passingMaxRows);
    },
    shrink(reason) {
      if (size === 1) return false;
      size = Math.floor(size / 2);
      passingMaxRows = size;
      if (reason === 'lasting') maxRows = size;
      goodPages = 0;
      return true;
    },
  };
}

function clamp(rows: number, maxRows: number): number {
  return Math.max(1, Math.min(maxRows, rows));
}
