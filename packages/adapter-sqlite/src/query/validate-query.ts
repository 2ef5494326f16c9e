import {
  arrayOf,
  type Check,
  checkOptions,
  custom,
  ExportEngineError,
  object,
  oneOf,
  optional,
  string,
} from '@export-engine/core';
import { checkStatement } from './check-statement.ts';
import { isSqlValue, sqlValue } from './sql-value.ts';
import type { ColumnFilter, MatchClause, OrderTerm, SqliteQuery, StatementQuery, TableQuery } from './sqlite-query.ts';

/** `SQLITE_MAX_VARIABLE_NUMBER` of SQLite as Node builds it. */
const MAX_PARAMETERS = 32_766;
/** `SQLITE_MAX_COLUMN`, as SQLite has it by default. */
const MAX_COLUMNS = 2000;
const MAX_SQL_LENGTH = 100_000;

const comparisons = ['lt', 'lte', 'gt', 'gte'] as const;

/**
 * Checks a query without a database and returns a copy of it, with every direction spelled out.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 */
export function validateQuery(query: unknown, owner: string): SqliteQuery {
  if (typeof query === 'object' && query !== null && 'sql' in query) return validateStatement(query, owner);
  return validateTable(query, owner);
}

function validateStatement(query: unknown, owner: string): StatementQuery {
  checkOptions<StatementQuery>(owner, query, {
    sql: string({ max: MAX_SQL_LENGTH }),
    parameters: optional(parametersCheck()),
    json: optional(names()),
  });
  checkStatement(query, owner);
  return copy(query);
}

function validateTable(query: unknown, owner: string): TableQuery {
  checkOptions<TableQuery>(owner, query, {
    table: name(),
    columns: optional(names()),
    match: optional(object()),
    where: optional(object()),
    orderBy: optional(arrayOf(object(), { min: 1, max: 64 })),
    json: optional(names()),
  });
  const { match, where = {}, orderBy } = query;
  if (match !== undefined) {
    checkOptions<MatchClause>(`${owner}, match`, match, { index: name(), query: textWithoutNul() });
  }
  for (const [column, filter] of Object.entries(where)) checkFilter(column, filter, owner);
  checkCount(where, owner);
  const terms = orderBy?.map((term, index) => orderTerm(term, `${owner}, orderBy[${index}]`));
  return { ...copy(query), ...(terms === undefined ? {} : { orderBy: terms }) };
}

function orderTerm(term: OrderTerm, owner: string): OrderTerm {
  checkOptions<OrderTerm>(owner, term, { column: name(), direction: optional(oneOf(['asc', 'desc'])) });
  return { column: term.column, direction: term.direction ?? 'asc' };
}

function checkFilter(column: string, filter: ColumnFilter, owner: string): void {
  if (isSqlValue(filter)) return;
  const place = `${owner}, where "${column.slice(0, 60)}"`;
  const comparable = custom('a value other than null', (value) => value !== null && isSqlValue(value));
  checkOptions<Extract<ColumnFilter, { in?: unknown }>>(place, filter, {
    eq: optional(sqlValue()),
    not: optional(sqlValue()),
    in: optional(arrayOf(comparable, { max: MAX_PARAMETERS })),
    ...(Object.fromEntries(comparisons.map((key) => [key, optional(comparable)])) as Record<
      (typeof comparisons)[number],
      Check
    >),
  });
  if (Object.values(filter).some((value) => value !== undefined)) return;
  throw new ExportEngineError('EXPORT_OPTIONS_INVALID', `${place} must have a condition; got an empty object.`, {
    details: { owner: place, option: 'where' },
  });
}

function checkCount(where: NonNullable<TableQuery['where']>, owner: string): void {
  const values = Object.values(where).flatMap((filter) => (isSqlValue(filter) ? [0] : Object.values(filter).flat()));
  if (values.length < MAX_PARAMETERS) return;
  throw new ExportEngineError(
    'EXPORT_OPTIONS_INVALID',
    `${owner}: option "where" must have fewer than ${MAX_PARAMETERS} values; got ${values.length}.`,
    { details: { owner, option: 'where' } },
  );
}

function parametersCheck(): Check {
  const list = arrayOf(sqlValue(), { max: MAX_PARAMETERS });
  return custom(
    `a list or an object of at most ${MAX_PARAMETERS} values, each ${sqlValue().expected}`,
    (value) => list.accepts(value) || (object().accepts(value) && list.accepts(Object.values(value as object))),
  );
}

function names(): Check {
  return arrayOf(name(), { min: 1, max: MAX_COLUMNS });
}

function name(): Check {
  return custom('a name of 1 to 1024 characters without NUL', (value) => isTextWithoutNul(value, 1024));
}

/** FTS5 reads a text up to the first NUL, and would find other rows. */
function textWithoutNul(): Check {
  return custom('a text of 1 to 100,000 characters without NUL', (value) => isTextWithoutNul(value, 100_000));
}

function isTextWithoutNul(value: unknown, max: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0');
}

/** Every value was checked to be JSON; keys without a value go. */
function copy<Query extends SqliteQuery>(query: Query): Query {
  return JSON.parse(JSON.stringify(query)) as Query;
}
