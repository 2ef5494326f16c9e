/**
 * What the kernel asks its host for. Both write to the output by way of `reserve` and `advance`, and may throw: the page
 * is given up then.
 */

/** Writes the cell of the column at `index`. Its values stand in the slots. */
export declare function writeCell(index: i32, row: i32): void;

/** Writes the row of the document in `[start, end)`, without its record delimiter. */
export declare function writeDocument(start: i32, end: i32, row: i32): void;
