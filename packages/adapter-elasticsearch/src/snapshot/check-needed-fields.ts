import { ExportEngineError, type JsonObject } from '@export-engine/core';
import { look, type Opening } from './opening.ts';
import type { NeededField } from './plan-sort.ts';

/**
 * Counts the rows that lack a field on which the order depends.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_ORDER_UNSAFE` when there are any.
 */
export async function checkNeededFields(opening: Opening, neededFields: readonly NeededField[]): Promise<void> {
  for (const { field, otherwise } of neededFields) {
    const query = { ...opening.query, query: rowsLacking(field, opening.query.query) };
    const { rows } = await look(opening, { size: 0, query });
    if (rows === 0) continue;
    throw new ExportEngineError(
      'EXPORT_SOURCE_ORDER_UNSAFE',
      `${rows} rows have no "${field}", so rows could be left out: ${otherwise}.`,
      { details: { field, rows } },
    );
  }
}

function rowsLacking(field: string, query: JsonObject | undefined): JsonObject {
  return { bool: { must_not: [{ exists: { field } }], ...(query === undefined ? {} : { filter: [query] }) } };
}
