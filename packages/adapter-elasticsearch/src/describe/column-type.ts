import type { ColumnType } from '@export-engine/core';

const TYPES: Readonly<Record<string, ColumnType>> = {
  binary: 'text',
  boolean: 'boolean',
  byte: 'number',
  completion: 'json',
  constant_keyword: 'text',
  date_range: 'json',
  dense_vector: 'json',
  double: 'number',
  double_range: 'json',
  flat_object: 'json',
  flattened: 'json',
  float: 'number',
  float_range: 'json',
  geo_point: 'json',
  geo_shape: 'json',
  half_float: 'number',
  histogram: 'json',
  integer: 'number',
  integer_range: 'json',
  ip: 'text',
  ip_range: 'json',
  join: 'json',
  keyword: 'text',
  knn_vector: 'json',
  long: 'number',
  long_range: 'json',
  match_only_text: 'text',
  nested: 'json',
  object: 'json',
  percolator: 'json',
  point: 'json',
  rank_features: 'json',
  scaled_float: 'number',
  search_as_you_type: 'text',
  shape: 'json',
  short: 'number',
  sparse_vector: 'json',
  text: 'text',
  token_count: 'number',
  unsigned_long: 'number',
  version: 'text',
  wildcard: 'text',
  xy_point: 'json',
  xy_shape: 'json',
};

/** Date formats under which a document holds an ISO string or milliseconds, which the `date` column type reads. */
const PLAIN_DATE_FORMAT =
  /^(?:strict_)?(?:date_optional_time(?:_nanos)?|date_time(?:_no_millis)?|date)$|^epoch_millis$/;

/** The column type for a field's mapping; `auto` where the values could look like anything. */
export function columnTypeOf(mapping: Readonly<Record<string, unknown>>): ColumnType {
  const type = typeof mapping['type'] === 'string' ? mapping['type'] : 'object';
  if (type === 'date' || type === 'date_nanos') return dateColumnType(mapping['format']);
  return (Object.hasOwn(TYPES, type) ? TYPES[type] : undefined) ?? 'auto';
}

function dateColumnType(format: unknown): ColumnType {
  if (format === undefined) return 'date';
  return typeof format === 'string' && format.split('||').every((part) => PLAIN_DATE_FORMAT.test(part))
    ? 'date'
    : 'auto';
}
