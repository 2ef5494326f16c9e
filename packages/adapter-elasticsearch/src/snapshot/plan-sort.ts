import { ExportEngineError } from '@export-engine/core';
import { METADATA_SORTS } from '../query/normalise-sort.ts';
import type { SearchQuery, SortClause, SortOptions } from '../query/search-query.ts';
import type { Dialect } from './dialect.ts';
import type { FieldTypes } from './field-types.ts';
import { placeMissingDates } from './missing-dates.ts';

/** An order in which no row is lost, but for the tiebreaker. */
export interface SortPlan {
  readonly clauses: readonly SortClause[];
  readonly neededFields: readonly NeededField[];
}

/** A field that every row must have for an order to be exact. */
export interface NeededField {
  readonly field: string;
  /** Completes the error when a row lacks it. */
  readonly otherwise: string;
}

const INTEGERS = new Set(['byte', 'short', 'integer', 'long']);
const FLOATS = new Set(['half_float', 'float', 'double', 'scaled_float']);
const DATES = new Set(['date', 'date_nanos']);

/** The fields of a query whose types decide its order. */
export function sortedFields({ sort = [], uniqueField }: SearchQuery): readonly string[] {
  const fields = new Set(sort.flatMap(Object.keys));
  if (uniqueField !== undefined) fields.add(uniqueField);
  return [...fields].filter((field) => !METADATA_SORTS.includes(field) && field !== '_id');
}

/**
 * Completes the sort that was asked for, by what the mappings say. Indices may disagree about a field; where its values
 * still have one order, the server is told to use it, because by itself it compares, say, milliseconds with nanoseconds.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_REJECTED` for a field that can't order anything,
 * `EXPORT_SOURCE_ORDER_UNSAFE` for one whose types have no common order.
 */
export function planSort(query: SearchQuery, fieldTypes: ReadonlyMap<string, FieldTypes>, dialect: Dialect): SortPlan {
  if (query.sort === undefined) return { clauses: dialect.unorderedSort, neededFields: [] };
  const clauses: SortClause[] = [];
  const neededFields: NeededField[] = [];
  for (const [field, asked] of query.sort.flatMap(Object.entries<SortOptions>)) {
    const types = fieldTypes.get(field);
    if (types === undefined) {
      clauses.push({ [field]: asked });
      continue;
    }
    const options = completeByTypes(field, asked, types);
    const comparedAs = options.numeric_type ?? types.types[0] ?? options.unmapped_type ?? '';
    const completed = dialect.completeClause(field, { options, comparedAs });
    const isDate = types.types.some((type) => DATES.has(type));
    clauses.push({ [field]: isDate ? placeMissingDates(completed.options, comparedAs) : completed.options });
    if (completed.needsEveryRow !== undefined) neededFields.push({ field, otherwise: completed.needsEveryRow });
  }
  return { clauses, neededFields };
}

function completeByTypes(field: string, asked: SortOptions, types: FieldTypes): SortOptions {
  if (types.types.length === 0 && asked.unmapped_type === undefined) {
    throw new ExportEngineError('EXPORT_SOURCE_REJECTED', `Can't sort on "${field}": no index has this field.`);
  }
  if (!types.isSortable) {
    throw new ExportEngineError(
      'EXPORT_SOURCE_REJECTED',
      `Can't sort on "${field}" (${types.types.join(', ')}): its values are not kept for sorting. ` +
        'A text field usually has a keyword sub-field for it.',
    );
  }
  const numericType = asked.numeric_type ?? commonNumericType(field, types.types);
  const unmappedType = asked.unmapped_type ?? (types.isUnmappedSomewhere ? types.types[0] : undefined);
  return {
    ...asked,
    ...(numericType === undefined ? {} : { numeric_type: numericType }),
    ...(unmappedType === undefined ? {} : { unmapped_type: unmappedType }),
  };
}

function commonNumericType(field: string, types: readonly string[]): SortOptions['numeric_type'] {
  if (types.length < 2) return undefined;
  if (types.every((type) => INTEGERS.has(type))) return 'long';
  if (types.every((type) => INTEGERS.has(type) || FLOATS.has(type))) return 'double';
  if (types.every((type) => DATES.has(type))) return 'date_nanos';
  throw new ExportEngineError(
    'EXPORT_SOURCE_ORDER_UNSAFE',
    `Can't sort on "${field}": its types over the indices (${types.join(', ')}) have no common order.`,
    { details: { field, types: [...types] } },
  );
}
