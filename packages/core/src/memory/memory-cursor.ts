import type { Cursor } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';

/**
 * Cursors count from 2^53 on, where JavaScript numbers leave every second integer out: whoever sends a cursor through
 * `JSON.parse` and back reads a row twice or not at all, and a test sees it.
 */
const BASE = 2n ** 53n;

/** The cursor after the row at this position. */
export function memoryCursor(position: number): Cursor {
  return String(BASE + BigInt(position));
}

/** The position a cursor stands for: 0 for none, which is before the first row. */
export function positionOf(cursor: Cursor | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^[0-9]{16,20}$/.test(cursor)) {
    throw new ExportEngineError('EXPORT_SOURCE_CURSOR_LOST', 'This cursor was not made by a memory source.');
  }
  return Number(BigInt(cursor) - BASE);
}
