import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Plan } from './plan-statement.ts';
import { rejected } from './refusal.ts';
import { isSqliteError, primaryCode } from './sqlite-error.ts';

/** A column of the result. */
export interface SelectColumn {
  readonly name: string;
  /** As declared in the schema; `null` for an expression. */
  readonly declaredType: string | null;
  readonly isJson: boolean;
}

/** A statement that is ready to give rows as arrays, with every integer a `bigint`. */
export interface Select {
  readonly plan: Plan;
  readonly statement: StatementSync;
  readonly columns: readonly SelectColumn[];
}

/** `SQLITE_ERROR`: the statement is wrong. */
const GENERIC_ERROR = 1;

/** @throws Refusal for a statement that SQLite does not understand, that gives no columns, or one name to two of them */
export function prepareSelect(database: DatabaseSync, plan: Plan): Select {
  const statement = prepare(database, plan.sql);
  const columns = statement.columns().map(({ name, type }) => ({ name, declaredType: type }));
  if (columns.length === 0) throw rejected('The statement gives no rows; only a SELECT can be exported.');
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw rejected(`Two columns of the result are called "${twice}"; rename one of them with AS.`);
  const unknown = plan.json.find((name) => !names.includes(name));
  if (unknown !== undefined) throw rejected(`"json" names "${unknown}", which is no column of the result.`);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return {
    plan,
    statement,
    columns: columns.map((column) => ({ ...column, isJson: plan.json.includes(column.name) })),
  };
}

/** Before it has run, a statement's error speaks of names and syntax and can't hold any row: it helps whoever wrote it. */
function prepare(database: DatabaseSync, sql: string): StatementSync {
  try {
    return database.prepare(sql);
  } catch (error) {
    if (!isSqliteError(error) || primaryCode(error) !== GENERIC_ERROR) throw error;
    throw rejected(`SQLite refused the statement: ${error.message}.`, error);
  }
}

/** Runs the statement. */
export function rowsOf({ statement, plan: { parameters } }: Select): Iterable<readonly unknown[]> {
  const rows: unknown = Array.isArray(parameters)
    ? statement.iterate(...(parameters as readonly (string | number | bigint | null)[]))
    : statement.iterate(parameters as Record<string, string | number | bigint | null>);
  return rows as Iterable<readonly unknown[]>;
}
