import { ExportEngineError } from '@export-engine/core';

/** A position in a partition. */
export interface Position {
  /** Rows of the partition up to here. */
  readonly rows: number;
  /** The raw text of the last row's `sort` array, byte for byte as the server wrote it. */
  readonly sort: string;
}

/**
 * A position as a cursor. The number of rows before it travels along, so that whoever goes on from here can still tell
 * at the end whether the partition was read completely.
 */
export function formatCursor({ rows, sort }: Position): string {
  return `{"rows":${rows},"sort":${sort}}`;
}

const CURSOR = /^\{"rows":(\d{1,15}),"sort":(\[.*\])\}$/s;

/**
 * @param sortValues How many values the sort array must have: servers accept a shorter one, and then leave rows out.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for a text that is not such a cursor.
 */
export function parseCursor(cursor: string, sortValues: number): Position {
  const [, rows, sort] = CURSOR.exec(cursor) ?? [];
  if (rows !== undefined && sort !== undefined && countSortValues(sort) === sortValues)
    return { rows: Number(rows), sort };
  throw new ExportEngineError('EXPORT_OPTIONS_INVALID', 'Option "after" is no cursor of this snapshot.', {
    details: { option: 'after' },
  });
}

/** How many values a sort array has. The values themselves are looked at by nobody; undefined when it is no array. */
export function countSortValues(sort: string): number | undefined {
  try {
    const values: unknown = JSON.parse(sort);
    return Array.isArray(values) ? values.length : undefined;
  } catch {
    return undefined;
  }
}
