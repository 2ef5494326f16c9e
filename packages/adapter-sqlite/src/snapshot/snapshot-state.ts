import { ExportEngineError, type JsonValue, type Partition, type Snapshot } from '@export-engine/core';

/** What has to be known of a copy to read it. */
export type SnapshotState = {
  /** Names the file. */
  readonly id: string;
  /** Its size: a file of another size is not the one that was written. */
  readonly bytes: number;
};

/** A share of the copy, in bytes from its start. Both ends are ends of rows. */
export type PartitionState = {
  readonly start: number;
  readonly end: number;
};

/** @throws ExportEngineError `EXPORT_SOURCE_CURSOR_LOST` for a snapshot of another source */
export function snapshotState({ state }: Snapshot): SnapshotState {
  const { id, bytes } = fieldsOf(state);
  if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id) || !isPosition(bytes)) throw foreign('snapshot');
  return { id, bytes };
}

/** @throws ExportEngineError `EXPORT_SOURCE_CURSOR_LOST` for a partition of another source */
export function partitionState({ state }: Partition): PartitionState {
  const { start, end } = fieldsOf(state);
  if (!isPosition(start) || !isPosition(end) || start > end) throw foreign('partition');
  return { start, end };
}

/** Where a cursor points to in the copy: the end of a row. */
export function positionOf(cursor: string, { start, end }: PartitionState): number {
  const position = /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (position >= start && position <= end) return position;
  throw foreign('cursor');
}

function fieldsOf(state: JsonValue): Readonly<Record<string, unknown>> {
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function foreign(what: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SOURCE_CURSOR_LOST', `This ${what} was not made by sqliteSource().`);
}
