import type { ColumnFilter, SqlValue, TableQuery } from '../../query/sqlite-query.ts';
import { rejected } from './refusal.ts';
import type { TableSchema } from './table-schema.ts';

export interface TableStatement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** A condition with its values. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Writes the `SELECT` of a table query: names quoted, values left to be bound. */
export function tableStatement(query: TableQuery, table: TableSchema): TableStatement {
  const { columns = table.columns, where = {} } = query;
  for (const name of columns) checkColumn(name, table);
  const conditions = [
    ...matchCondition(query, table),
    ...Object.entries(where).flatMap(([column, filter]) => columnConditions(column, filter, table)),
  ];
  const list = columns.map((name) => `${quoted(name)} AS ${quoted(name)}`).join(', ');
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
  return {
    sql: `SELECT ${list} FROM ${quoted(table.name)}${filter}${order(query, table)}`,
    parameters: conditions.flatMap(({ values }) => values),
  };
}

function matchCondition({ match }: TableQuery, { name, rowid }: TableSchema): readonly Condition[] {
  if (match === undefined) return [];
  if (rowid === undefined) throw rejected(`"match" needs a table with rowids; "${name}" has none.`);
  const index = quoted(match.index);
  return [{ sql: `${rowid} IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`, values: [match.query] }];
}

function columnConditions(column: string, filter: ColumnFilter, table: TableSchema): readonly Condition[] {
  checkColumn(column, table);
  const name = quoted(column);
  if (!isConditions(filter)) return [equal(name, filter)];
  return Object.entries(filter).map(([operator, value]) => {
    if (operator === 'eq') return equal(name, value as SqlValue);
    if (operator === 'not') return { sql: `${name} IS NOT ?`, values: [value as SqlValue] };
    if (operator === 'in') {
      const values = value as readonly SqlValue[];
      return { sql: `${name} IN (${values.map(() => '?').join(', ')})`, values };
    }
    return { sql: `${name} ${comparisons[operator]} ?`, values: [value as SqlValue] };
  });
}

const comparisons: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' };

function equal(name: string, value: SqlValue): Condition {
  return value === null ? { sql: `${name} IS NULL`, values: [] } : { sql: `${name} = ?`, values: [value] };
}

function isConditions(filter: ColumnFilter): filter is Extract<ColumnFilter, { in?: unknown }> {
  return typeof filter === 'object' && filter !== null && !('integer' in filter);
}

/** Rows that are equal in the order asked for come in the order of their key, so that two copies are the same. */
function order({ orderBy = [] }: TableQuery, table: TableSchema): string {
  const terms = orderBy.map(({ column, direction = 'asc' }) => {
    checkColumn(column, table);
    return `${quoted(column)} ${direction.toUpperCase()}`;
  });
  const key = table.rowid === undefined ? table.primaryKey.map(quoted) : [table.rowid];
  const all = [...terms, ...key];
  return all.length === 0 ? '' : ` ORDER BY ${all.join(', ')}`;
}

/** Letter for letter, so that the header of the file does not depend on who asked. */
function checkColumn(name: string, { name: table, columns, hiddenColumns }: TableSchema): void {
  if (columns.includes(name) || hiddenColumns.includes(name)) return;
  throw rejected(`"${table}" has no column "${name}".`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
