import type { DatabaseSync } from 'node:sqlite';
import { isStatementQuery, type SqliteQuery, type SqlValue } from '../../query/sqlite-query.ts';
import { readTable } from './table-schema.ts';
import { tableStatement } from './table-statement.ts';

/** A value as SQLite takes it. A JavaScript number is bound as REAL, so whole numbers go as `bigint`. */
export type Bindable = string | number | bigint | null;

/** A statement with what is bound to it. */
export interface Plan {
  readonly sql: string;
  readonly parameters: readonly Bindable[] | Readonly<Record<string, Bindable>>;
  /** Result columns that hold JSON text. */
  readonly json: readonly string[];
}

/** Makes the statement of a query. */
export function planStatement(database: DatabaseSync, query: SqliteQuery): Plan {
  const { json = [] } = query;
  if (!isStatementQuery(query)) {
    const { sql, parameters } = tableStatement(query, readTable(database, query.table));
    return { sql, parameters: parameters.map(bindable), json };
  }
  const { sql, parameters = [] } = query;
  if (isList(parameters)) return { sql, parameters: parameters.map(bindable), json };
  const named = Object.entries(parameters).map(([name, value]) => [name, bindable(value)]);
  return { sql, parameters: Object.fromEntries(named) as Record<string, Bindable>, json };
}

function bindable(value: SqlValue): Bindable {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === 'object' && value !== null ? BigInt(value.integer) : value;
}

function isList<Item>(values: readonly Item[] | object): values is readonly Item[] {
  return Array.isArray(values);
}
