import { type ColumnDescription, type ColumnType, ExportEngineError } from '@export-engine/core';
import { isRecord } from '../is-record.ts';
import { indexPath } from '../query/index-names.ts';
import type { SearchQuery } from '../query/search-query.ts';
import { type Connection, callServer, jsonOf } from '../transport/call-server.ts';
import { columnTypeOf } from './column-type.ts';
import { isSourceIncluded } from './is-source-included.ts';

/**
 * The columns that the mappings of all indices of a query promise, by index name and then in the mapping's order. Only
 * what a document itself holds: no multi-fields, aliases or runtime fields. Where indices disagree the type is `auto`.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_REJECTED` when no index matches.
 */
export async function describeColumns(
  connection: Connection,
  query: SearchQuery,
  signal: AbortSignal,
): Promise<readonly ColumnDescription[]> {
  const mappings = await callServer(
    connection,
    { method: 'GET', path: `/${indexPath(query.index)}/_mapping` },
    { phase: 'before-snapshot', signal, read: (answer) => jsonOf(answer, connection.owner) },
  );
  const indices = isRecord(mappings) ? Object.entries(mappings) : [];
  if (indices.length === 0) {
    throw new ExportEngineError('EXPORT_SOURCE_REJECTED', 'The index pattern of the query matches no index.');
  }
  const columns = new Map<string, ColumnType>();
  for (const [, index] of indices.sort(byName)) {
    addFields(isRecord(index) ? index['mappings'] : undefined, '', columns);
  }
  return [...columns]
    .map(([path, type]) => ({ path, type }))
    .filter(({ path }) => query.sourceIncludes === undefined || isSourceIncluded(path, query.sourceIncludes));
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function addFields(mapping: unknown, prefix: string, columns: Map<string, ColumnType>): void {
  const properties = isRecord(mapping) ? mapping['properties'] : undefined;
  if (!isRecord(properties)) return;
  for (const [name, field] of Object.entries(properties)) {
    if (!isRecord(field) || field['type'] === 'alias') continue;
    const path = `${prefix}${name}`;
    if (isPlainObject(field)) addFields(field, `${path}.`, columns);
    else addColumn(path, columnTypeOf(field), columns);
  }
}

/** An object whose fields are columns of their own. Nested objects are many, and unmapped ones are unknown: both JSON. */
function isPlainObject(field: Readonly<Record<string, unknown>>): boolean {
  const { type = 'object', properties } = field;
  return type === 'object' && isRecord(properties) && Object.keys(properties).length > 0;
}

function addColumn(path: string, type: ColumnType, columns: Map<string, ColumnType>): void {
  const known = columns.get(path);
  columns.set(path, known === undefined || known === type ? type : 'auto');
}
