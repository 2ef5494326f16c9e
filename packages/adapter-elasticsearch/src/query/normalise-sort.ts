import { type Check, checkOptions, custom, ExportEngineError, oneOf, optional, typeName } from '@export-engine/core';
import { isRecord } from '../is-record.ts';
import { copyJson, jsonObject } from './copy-json.ts';
import type { SortClause, SortOptions } from './search-query.ts';

/** Enough for any order that means something; each field costs the server memory per page. */
const MAX_SORT_FIELDS = 32;

/** Why these can't order an export. */
const REFUSED_FIELDS: Readonly<Record<string, string>> = {
  _geo_distance: 'a distance has no field whose values could be compared exactly; sort on a stored number',
  _script: 'a script may give another value on the next page; sort on a field',
  _shard_doc: 'the tiebreaker is added where the server has it; leave it out',
};

/** Fields without a value that could be missing. */
export const METADATA_SORTS: readonly string[] = ['_doc', '_score'];

/**
 * Brings a sort to its one form: `[{ field: { order, … } }]`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 */
export function normaliseSort(sort: unknown, owner: string): readonly SortClause[] {
  const fields: readonly unknown[] = Array.isArray(sort) ? sort : [sort];
  if (fields.length === 0 || fields.length > MAX_SORT_FIELDS) {
    throw invalid(owner, `must have 1 to ${MAX_SORT_FIELDS} fields; got ${fields.length}`);
  }
  return fields.map((field) => normaliseField(field, owner));
}

function normaliseField(value: unknown, owner: string): SortClause {
  const [field, options] = splitField(value, owner);
  if (field === '' || field.includes('*') || field.includes(',')) {
    throw invalid(owner, 'must name fields in full: not empty, without * or a comma');
  }
  const reason = Object.hasOwn(REFUSED_FIELDS, field) ? REFUSED_FIELDS[field] : undefined;
  if (reason !== undefined) throw invalid(owner, `can't use "${field}": ${reason}`);
  const spelledOut = typeof options === 'string' ? { order: options } : options;
  checkSortOptions(spelledOut, field, `${owner}, sort on "${field}"`);
  const { order = field === '_score' ? 'desc' : 'asc', ...rest } = spelledOut;
  return { [field]: { order, ...(copyJson(rest) as SortOptions) } };
}

function splitField(value: unknown, owner: string): readonly [string, unknown] {
  if (typeof value === 'string') return [value, {}];
  const entries = isRecord(value) ? Object.entries(value) : [];
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    throw invalid(owner, `must be made of field names and objects with one field each; got ${typeName(value)}`);
  }
  return entry;
}

function checkSortOptions(options: unknown, field: string, owner: string): asserts options is SortOptions {
  if (typeof options === 'object' && options !== null && 'format' in options) {
    throw new ExportEngineError(
      'EXPORT_OPTIONS_INVALID',
      `${owner}: option "format" is not allowed: a formatted value is not the exact position of a row.`,
      { details: { owner, option: 'sort' } },
    );
  }
  const isMetadata = METADATA_SORTS.includes(field);
  const unlessMetadata = (check: Check): Check => (isMetadata ? leftOut(field) : optional(check));
  checkOptions<SortOptions>(owner, options, {
    order: optional(oneOf(['asc', 'desc'])),
    missing: unlessMetadata(missingValue()),
    mode: unlessMetadata(oneOf(['min', 'max', 'sum', 'avg', 'median'])),
    unmapped_type: unlessMetadata(custom('a mapping type', isTypeName)),
    numeric_type: unlessMetadata(oneOf(['long', 'double', 'date', 'date_nanos'])),
    nested: unlessMetadata(jsonObject()),
  });
}

function missingValue(): Check {
  return custom(
    '"_last", "_first", another string, or a finite number',
    (value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
  );
}

function isTypeName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z_]{1,50}$/.test(value);
}

function leftOut(field: string): Check {
  return custom(`left out for ${field}`, (value) => value === undefined);
}

function invalid(owner: string, what: string): ExportEngineError {
  return new ExportEngineError('EXPORT_OPTIONS_INVALID', `${owner}: option "sort" ${what}.`, {
    details: { owner, option: 'sort' },
  });
}
