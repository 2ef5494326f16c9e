import type { DatabaseSync } from 'node:sqlite';
import { rejected } from './refusal.ts';

/** What has to be known of a table to write a statement over it. */
export interface TableSchema {
  readonly name: string;
  /** The columns of `SELECT *`. */
  readonly columns: readonly string[];
  /** Columns that only a statement that names them gets: those of virtual tables. */
  readonly hiddenColumns: readonly string[];
  /** The name under which the rowid can be had; none for views and for tables without one. */
  readonly rowid: string | undefined;
  /** Columns of the primary key, in its order. */
  readonly primaryKey: readonly string[];
}

/** `pragma_table_xinfo.hidden`: a column that `SELECT *` leaves out. (2 and 3 are generated ones, which it has.) */
const HIDDEN = 1;

/** The rowid's names. A column of the same name takes it away. */
const rowidNames = ['rowid', '_rowid_', 'oid'];

/** @throws Refusal when there is no such table */
export function readTable(database: DatabaseSync, name: string): TableSchema {
  const table = database
    .prepare("SELECT type, wr AS isWithoutRowid FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    .get(name);
  if (table === undefined) throw rejected(`The database has no table or view "${name}".`);
  const columns = database
    .prepare('SELECT name, pk, hidden FROM pragma_table_xinfo(?)')
    .all(name) as unknown as readonly {
    readonly name: string;
    readonly pk: number;
    readonly hidden: number;
  }[];
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  const hasRowid = table['type'] !== 'view' && table['isWithoutRowid'] === 0;
  return {
    name,
    columns: columns.filter(({ hidden }) => hidden !== HIDDEN).map((column) => column.name),
    hiddenColumns: columns.filter(({ hidden }) => hidden === HIDDEN).map((column) => column.name),
    rowid: hasRowid ? rowidNames.find((rowid) => !taken.has(rowid)) : undefined,
    primaryKey: columns
      .filter(({ pk }) => pk > 0)
      .toSorted((a, b) => a.pk - b.pk)
      .map((column) => column.name),
  };
}
