import {
  checkOptions,
  custom,
  integer,
  type JsonValue,
  oneOf,
  type Partition,
  type Snapshot,
  string,
} from '@export-engine/core';
import { isRecord } from '../is-record.ts';
import type { SortClause } from '../query/search-query.ts';
import type { Dialect } from './dialect.ts';

/** Everything that reading needs, decided once when the snapshot was opened. */
export type SnapshotState = {
  readonly product: Dialect['name'];
  readonly pitId: string;
  /** Shards that the point in time was opened on; each page must come from all of them. */
  readonly shards: number;
  /** Exact number of rows, over all slices. */
  readonly rows: number;
  /** The complete sort with its tiebreaker. A cursor has one value for each clause. */
  readonly sort: readonly SortClause[];
  /** The smallest `index.max_result_window` of the indices. */
  readonly maxResultWindow: number;
};

/** A slice of the point in time, or null for all of it. */
export type PartitionState = { readonly slice: { readonly id: number; readonly max: number } | null };

/** The server's limit on slices of a point in time (`index.max_slices_per_pit`), which by default is this. */
const MAX_SLICES = 1024;

export function toSnapshot(state: SnapshotState, partitions: number): Snapshot {
  const max = Math.min(partitions, MAX_SLICES);
  const toPartition = (index: number): Partition => ({
    index,
    state: { slice: max === 1 ? null : { id: index, max } } satisfies PartitionState,
  });
  return { state, partitions: Array.from({ length: max }, (_, index) => toPartition(index)), expectedRows: state.rows };
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for a snapshot that another source opened. */
export function parseSnapshotState(state: JsonValue, dialect: Dialect): SnapshotState {
  checkOptions<SnapshotState>(`snapshot of ${dialect.name}`, state, {
    product: oneOf([dialect.name]),
    pitId: string({ max: 1_000_000 }),
    shards: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    rows: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    sort: custom('an array of sort clauses', (value) => Array.isArray(value) && value.every(isRecord)),
    maxResultWindow: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  });
  return state;
}

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` for a partition that another source made. */
export function parsePartitionState(state: JsonValue, dialect: Dialect): PartitionState {
  checkOptions<PartitionState>(`partition of ${dialect.name}`, state, {
    slice: custom('null or a slice', (value) => value === null || isSlice(value)),
  });
  return state;
}

function isSlice(value: unknown): boolean {
  return isRecord(value) && Number.isSafeInteger(value['id']) && Number.isSafeInteger(value['max']);
}
