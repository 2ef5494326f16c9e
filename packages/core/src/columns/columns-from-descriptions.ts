import type { ColumnDescription, PlannedColumn } from '../contracts/index.ts';
import { invalidColumn } from './invalid-column.ts';
import { planColumns } from './plan-columns.ts';

/**
 * Column discovery: plans one column per description, in the source's order, the path being the header.
 *
 * @param where What the columns belong to, for the message: `start()`.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` when the source describes no column, the same one twice, or more
 * than 2,000: then the columns have to be named.
 */
export function columnsFromDescriptions(
  descriptions: readonly ColumnDescription[],
  where: string,
): readonly PlannedColumn[] {
  if (descriptions.length === 0) {
    throw invalidColumn(where, 'columns', 'must name the columns: the source describes none for this query');
  }
  return planColumns(
    descriptions.map(({ path, type }) => ({ path, type })),
    where,
  );
}
