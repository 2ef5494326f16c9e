import type { ColumnDescription, ColumnType } from '@export-engine/core';
import type { Select, SelectColumn } from './prepare-select.ts';

/** The columns of a statement, in its order. */
export function describeColumns({ columns }: Select): readonly ColumnDescription[] {
  return columns.map((column) => ({ path: column.name, type: columnType(column) }));
}

/**
 * By SQLite's own rules, which look for parts of the declared type (https://sqlite.org/datatype3.html#determination_of_column_affinity).
 * Numeric affinity can mean dates and booleans: such values are written as they are.
 */
function columnType({ declaredType, isJson }: SelectColumn): ColumnType {
  if (declaredType === null || isJson) return 'auto';
  const type = declaredType.toUpperCase();
  if (type.includes('INT')) return 'number';
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text';
  return /REAL|FLOA|DOUB|NUMERIC|DECIMAL/.test(type) ? 'number' : 'auto';
}
