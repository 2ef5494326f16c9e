import type { JsonObject } from '../contracts/index.ts';

/** A row as JSON text, so that no digit is lost, at a position that is never given twice. */
export interface MemoryRow {
  /** Starts at 1 and grows with every row ever added. */
  readonly position: number;
  readonly json: string;
}

/** What several `memorySource`s share: the "server". A test looks into it to see what an adapter really left behind. */
export interface MemorySourceBackend {
  /** The live rows, in order of position. */
  rows: readonly MemoryRow[];
  /** The frozen views that are open, by id. */
  readonly snapshots: Map<string, readonly MemoryRow[]>;
  /** Reads under way. */
  openReads: number;
  /** The last number given, to a row or to a snapshot. */
  sequence: number;
}

/**
 * An empty or filled backend for `memorySource`.
 *
 * @param rows Objects, or JSON text of an object where every digit counts: `'{"id":9007199254740993}'`.
 */
export function memorySourceBackend(rows: readonly (JsonObject | string)[] = []): MemorySourceBackend {
  const backend: MemorySourceBackend = { rows: [], snapshots: new Map(), openReads: 0, sequence: 0 };
  addMemoryRows(backend, rows);
  return backend;
}

/** Adds rows behind the others. Snapshots that are open do not see them. */
export function addMemoryRows(backend: MemorySourceBackend, rows: readonly (JsonObject | string)[]): void {
  const added = rows.map((row) => {
    backend.sequence += 1;
    return { position: backend.sequence, json: typeof row === 'string' ? row : JSON.stringify(row) };
  });
  backend.rows = [...backend.rows, ...added];
}
