import type { Snapshot } from '@export-engine/core';
import type { SearchQuery } from '../query/search-query.ts';
import type { Connection } from '../transport/call-server.ts';
import { checkNeededFields } from './check-needed-fields.ts';
import { closeQuietly } from './close-snapshot.ts';
import type { Dialect } from './dialect.ts';
import { fetchFieldTypes } from './field-types.ts';
import { findOrder } from './find-order.ts';
import { openPointInTime } from './open-point-in-time.ts';
import type { Opening } from './opening.ts';
import { planSort, sortedFields } from './plan-sort.ts';
import { fetchResultWindow } from './result-window.ts';
import { toSnapshot } from './snapshot-state.ts';

export interface OpenSnapshotOptions {
  readonly keepAlive: string;
  readonly partitions: number;
  readonly signal: AbortSignal;
}

/**
 * Freezes the view, counts its rows and decides everything that reading needs. A view that can't be read safely is
 * closed again.
 */
export async function openSnapshot(
  dialect: Dialect,
  connection: Connection,
  query: SearchQuery,
  options: OpenSnapshotOptions,
): Promise<Snapshot> {
  let openedId: string | undefined;
  const onOpened = (pitId: string): void => {
    openedId = pitId;
  };
  try {
    const pointInTime = await openPointInTime(dialect, connection, query.index, { ...options, onOpened });
    return await settle({ dialect, connection, query, pointInTime, ...options }, options.partitions);
  } catch (error) {
    if (openedId !== undefined) await closeQuietly(dialect, connection, openedId);
    throw error;
  }
}

async function settle(opening: Opening, partitions: number): Promise<Snapshot> {
  const { dialect, connection, query, signal } = opening;
  const fieldTypes = await fetchFieldTypes(connection, query, sortedFields(query), signal);
  const plan = planSort(query, fieldTypes, dialect);
  const { answer, sort, neededFields } = await findOrder(opening, plan, fieldTypes);
  await checkNeededFields(opening, neededFields);
  const maxResultWindow = await fetchResultWindow(connection, query.index, signal);
  const state = {
    product: dialect.name,
    pitId: answer.pitId ?? opening.pointInTime.pitId,
    shards: answer.shards,
    rows: answer.rows,
    sort,
    maxResultWindow,
  };
  // Slices have no order among them: only one partition can keep the order that was asked for.
  return toSnapshot(state, query.sort === undefined ? partitions : 1);
}
