import { isRecord } from '../is-record.ts';
import { indexPath } from '../query/index-names.ts';
import type { SearchQuery } from '../query/search-query.ts';
import { type Connection, callServer, jsonOf } from '../transport/call-server.ts';

/** What the mappings of all indices together say about a field. */
export interface FieldTypes {
  /** Its types, each once; empty when no index has it. */
  readonly types: readonly string[];
  /** Whether some index lacks it. */
  readonly isUnmappedSomewhere: boolean;
  /** Whether rows can be ordered by it: false for text without fielddata. */
  readonly isSortable: boolean;
}

/** Asks for the types of fields over all indices of a query. */
export async function fetchFieldTypes(
  connection: Connection,
  query: SearchQuery,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FieldTypes>> {
  if (fields.length === 0) return new Map();
  const { runtime_mappings } = query;
  const found = await callServer(
    connection,
    {
      method: 'POST',
      path: `/${indexPath(query.index)}/_field_caps`,
      querystring: { fields: fields.join(','), include_unmapped: 'true' },
      ...(runtime_mappings === undefined ? {} : { body: JSON.stringify({ runtime_mappings }) }),
    },
    { phase: 'before-snapshot', signal, read: (answer) => fieldsOf(jsonOf(answer, connection.owner)) },
  );
  return new Map(fields.map((field) => [field, toFieldTypes(found[field])]));
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return isRecord(body) && isRecord(body['fields']) ? body['fields'] : {};
}

function toFieldTypes(capabilities: unknown): FieldTypes {
  const byType = isRecord(capabilities) ? Object.entries(capabilities) : [];
  const mapped = byType.filter(([type]) => type !== 'unmapped');
  return {
    types: mapped.map(([type]) => type),
    isUnmappedSomewhere: mapped.length !== byType.length,
    isSortable: mapped.every(([, capability]) => isRecord(capability) && capability['aggregatable'] === true),
  };
}
