import type { ColumnDefinition, ColumnType, PathColumn, PlannedColumn } from '../contracts/index.ts';
import { datePattern, timeZone } from '../formats/dates/date-checks.ts';
import { arrayOf, type Check, func, oneOf, optional, string, typeName } from '../options/index.ts';
import { checkColumnOption, invalidColumn } from './invalid-column.ts';

/** Most columns of one export: what a person can look at, and what keeps a plan small enough for a record. */
const maxColumns = 2000;
const maxInputs = 100;
const text = string({ min: 1, max: 1024 });
const pathKeys = {
  path: text,
  header: optional(text),
  type: optional(oneOf(['auto', 'text', 'number', 'boolean', 'date', 'json'])),
  arrays: optional(oneOf(['join', 'json', 'first'])),
  dateFormat: optional(datePattern()),
  timeZone: optional(timeZone()),
};
const computedKeys = { header: text, from: arrayOf(text, { min: 1, max: maxInputs }), value: func() };
const rowFunctionKeys = { header: text, value: func() };

/**
 * Checks column definitions and fixes them as JSON, functions left out: the column plan that goes into the record.
 *
 * @param where What the columns belong to, for the message, as the caller wrote it: `start()`.
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the option (`columns[3].path`), the value's type and what is
 * allowed: for 0 or more than 2,000 columns, an unknown key, a wrong type, an empty path, an unknown time zone or date
 * pattern, a date setting on a column that is no date, two columns with the same header.
 *
 * @example
 * ```ts
 * import { planColumns } from '@export-engine/core';
 *
 * planColumns(['id', { path: 'createdAt', header: 'Created', type: 'date' }], 'start()');
 * ```
 */
export function planColumns(definitions: readonly ColumnDefinition[], where: string): readonly PlannedColumn[] {
  if (!Array.isArray(definitions) || definitions.length === 0 || definitions.length > maxColumns) {
    const got = Array.isArray(definitions) ? `got ${definitions.length}` : `got ${typeName(definitions)}`;
    throw invalidColumn(where, 'columns', `must be an array of 1 to ${maxColumns} columns; ${got}`);
  }
  const planned = Array.from(definitions as readonly ColumnDefinition[], (definition, index) =>
    planColumn(definition, `columns[${index}]`, where),
  );
  refuseEqualHeaders(planned, where);
  return planned;
}

function planColumn(definition: unknown, option: string, where: string): PlannedColumn {
  if (typeof definition === 'string') return planPath({ path: definition }, option, where);
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    const expected = 'a path, an object with a path, or an object with a header and a value function';
    throw invalidColumn(where, option, `must be ${expected}; got ${typeName(definition)}`);
  }
  const column = definition as Record<string, unknown>;
  if (!('value' in column)) return planPath(column, option, where);
  if (!('from' in column)) {
    checkKeys(column, rowFunctionKeys, option, where);
    return { kind: 'row-function', header: column['header'] as string };
  }
  checkKeys(column, computedKeys, option, where);
  return { kind: 'computed', header: column['header'] as string, from: [...(column['from'] as readonly string[])] };
}

function planPath(column: Record<string, unknown>, option: string, where: string): PlannedColumn {
  checkKeys(column, pathKeys, option, where);
  const { path, header, type, arrays, dateFormat, timeZone: zone } = column as unknown as PathColumn;
  for (const [key, value] of Object.entries({ dateFormat, timeZone: zone })) {
    if (value !== undefined && type !== 'date') {
      throw invalidColumn(where, `${option}.${key}`, `needs type "date"; the type is "${type ?? 'auto'}"`);
    }
  }
  return {
    kind: 'path',
    header: header ?? path,
    type: type ?? ('auto' satisfies ColumnType),
    path,
    ...(arrays !== undefined && { arrays }),
    ...(dateFormat !== undefined && { dateFormat }),
    ...(zone !== undefined && { timeZone: zone }),
  };
}

function checkKeys(column: object, checks: Record<string, Check>, option: string, where: string): void {
  const known = Object.keys(checks);
  const unknown = Object.keys(column).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw invalidColumn(where, `${option}.${unknown.slice(0, 60)}`, `is unknown. Allowed: ${known.join(', ')}`);
  }
  for (const [key, check] of Object.entries(checks)) {
    checkColumnOption(where, `${option}.${key}`, (column as Record<string, unknown>)[key], check);
  }
}

function refuseEqualHeaders(planned: readonly PlannedColumn[], where: string): void {
  const firstByHeader = new Map<string, number>();
  for (const [index, { header }] of planned.entries()) {
    const first = firstByHeader.get(header);
    if (first !== undefined) {
      throw invalidColumn(where, `columns[${index}].header`, `must be unique; columns[${first}] has the same header`);
    }
    firstByHeader.set(header, index);
  }
}
