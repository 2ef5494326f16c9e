import { isDeepStrictEqual } from 'node:util';
import type {
  BoundColumn,
  ColumnDefinition,
  ComputedColumn,
  PlannedColumn,
  RowFunctionColumn,
} from '../contracts/index.ts';
import { invalidColumn } from './invalid-column.ts';
import { planColumns } from './plan-columns.ts';

const owner = 'The export';

/**
 * Gives planned columns their functions back, by position and header, from the definitions of the running code.
 *
 * A resume in another process must write the same bytes, so definitions that differ from the recorded plan are refused.
 * What a function does inside can't be compared: deploy a changed function under a new header.
 *
 * @param definitions The application's own columns; `undefined` when the plan came from elsewhere and has no functions.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the first column that differs.
 */
export function bindColumns(
  planned: readonly PlannedColumn[],
  definitions: readonly ColumnDefinition[] | undefined,
): readonly BoundColumn[] {
  if (definitions !== undefined) refuseOtherPlan(planned, planColumns(definitions, owner));
  return planned.map((column, index) => bindColumn(column, definitions?.[index], `columns[${index}]`));
}

function refuseOtherPlan(planned: readonly PlannedColumn[], current: readonly PlannedColumn[]): void {
  if (current.length !== planned.length) {
    const problem = `must have the ${planned.length} columns the export was started with; the running code has ${current.length}`;
    throw invalidColumn(owner, 'columns', problem);
  }
  const index = planned.findIndex((column, position) => !isDeepStrictEqual(column, current[position]));
  if (index !== -1) {
    throw invalidColumn(
      owner,
      `columns[${index}]`,
      'differs between the running code and the export as it was started',
    );
  }
}

function bindColumn(column: PlannedColumn, definition: ColumnDefinition | undefined, option: string): BoundColumn {
  switch (column.kind) {
    case 'path':
      return column;
    case 'computed':
      return { ...column, value: (functionOf(definition, option) as ComputedColumn).value };
    case 'row-function':
      return { ...column, value: (functionOf(definition, option) as RowFunctionColumn).value };
  }
}

function functionOf(definition: ColumnDefinition | undefined, option: string): ColumnDefinition {
  if (definition !== undefined) return definition;
  throw invalidColumn(owner, option, 'is computed by a function that the running code does not define');
}
