import type { JsonObject } from '../contracts/index.ts';
import { checkOptions, object, optional } from '../options/index.ts';

/** What a memory source understands: the rows whose top-level fields have these values. `{}` is every row. */
export type MemoryQuery = { readonly where?: JsonObject };

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID`. */
export function validateMemoryQuery(query: unknown): MemoryQuery {
  checkOptions<MemoryQuery>('memorySource() query', query, { where: optional(object()) });
  return structuredClone(query);
}

/** Whether a row, as JSON text, is selected. */
export function matchesMemoryQuery(query: MemoryQuery, json: string): boolean {
  const wanted = Object.entries(query.where ?? {});
  if (wanted.length === 0) return true;
  const row = JSON.parse(json) as JsonObject;
  return wanted.every(([field, value]) => JSON.stringify(row[field]) === JSON.stringify(value));
}
