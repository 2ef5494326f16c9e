import type { ColumnDescription, ColumnType } from '../contracts/index.ts';

/** The columns of these rows (JSON texts), in the order in which they first appear. */
export function describeRows(rows: Iterable<string>): readonly ColumnDescription[] {
  const types = new Map<string, ColumnType>();
  for (const json of rows) collect(JSON.parse(json), '', types);
  return [...types].map(([path, type]) => ({ path, type }));
}

function collect(value: unknown, path: string, types: Map<string, ColumnType>): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, field] of Object.entries(value)) collect(field, path === '' ? key : `${path}.${key}`, types);
    return;
  }
  const type = typeOf(value);
  const known = types.get(path);
  types.set(path, known === undefined || known === type ? type : 'auto');
}

function typeOf(value: unknown): ColumnType {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return 'auto';
}
