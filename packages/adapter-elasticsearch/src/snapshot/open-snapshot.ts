import { ExportEngineError, type JsonObject, type Snapshot } from '@export-engine/core';
import { type CompleteAnswer, readCompleteAnswer } from '../answer/check-answer.ts';
import type { SearchQuery, SortClause } from '../query/search-query.ts';
import { type Connection, callServer } from '../transport/call-server.ts';
import { SearchServerError } from '../transport/server-error.ts';
import { closeQuietly } from './close-snapshot.ts';
import type { Dialect } from './dialect.ts';
import { type FieldTypes, fetchFieldTypes } from './field-types.ts';
import { openPointInTime, type PointInTime } from './open-point-in-time.ts';
import { planSort, type SortPlan, sortedFields } from './plan-sort.ts';
import { fetchResultWindow } from './result-window.ts';
import { searchRequest } from './search-body.ts';
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
  try {
    const onOpened = (pitId: string): void => {
      openedId = pitId;
    };
    const pointInTime = await openPointInTime(dialect, connection, query.index, { ...options, onOpened });
    return await settle({ dialect, connection, query, options }, pointInTime);
  } catch (error) {
    if (openedId !== undefined) await closeQuietly(dialect, connection, openedId);
    throw error;
  }
}

interface Opening {
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly query: SearchQuery;
  readonly options: OpenSnapshotOptions;
}

async function settle(opening: Opening, pointInTime: PointInTime): Promise<Snapshot> {
  const { dialect, connection, query, options } = opening;
  const { uniqueField } = query;
  const fields = [...sortedFields(query), ...(uniqueField === undefined || uniqueField === '_id' ? [] : [uniqueField])];
  const fieldTypes = await fetchFieldTypes(connection, query, fields, options.signal);
  const plan = planSort(query, fieldTypes, dialect);
  const { answer, sort, hasUniqueField } = await tryTiebreakers(opening, pointInTime, plan);
  const opened = { pitId: answer.pitId ?? pointInTime.pitId, shards: answer.shards };
  if (hasUniqueField && uniqueField !== undefined) checkUniqueField(uniqueField, fieldTypes);
  await checkNeededFields(opening, opened, [
    ...plan.neededFields,
    ...(hasUniqueField && uniqueField !== undefined
      ? [{ field: uniqueField, otherwise: 'every row must have it' }]
      : []),
  ]);
  const maxResultWindow = await fetchResultWindow(connection, query.index, options.signal);
  const state = { product: dialect.name, ...opened, rows: answer.rows ?? 0, sort, maxResultWindow };
  return toSnapshot(state, options.partitions);
}

/** Searches for one row in the complete order. It shows whether the server can do it, and counts. */
async function tryTiebreakers(
  opening: Opening,
  pointInTime: PointInTime,
  plan: SortPlan,
): Promise<{
  readonly answer: CompleteAnswer;
  readonly sort: readonly SortClause[];
  readonly hasUniqueField: boolean;
}> {
  const { dialect, query } = opening;
  const candidates = dialect.tiebreakers(query);
  for (const [position, tiebreaker] of candidates.entries()) {
    const sort = [...plan.clauses, ...tiebreaker];
    try {
      return { answer: await look(opening, pointInTime, { size: 1, sort }), sort, hasUniqueField: position > 0 };
    } catch (error) {
      if (!lacksShardDoc(error)) throw error;
    }
  }
  throw new ExportEngineError(
    'EXPORT_SOURCE_ORDER_UNSAFE',
    `This server has nothing to tell rows with equal sort values apart, and would leave rows out: ${dialect.noTiebreakerAdvice}.`,
  );
}

function lacksShardDoc(error: unknown): boolean {
  if (!ExportEngineError.isInstance(error) || !(error.cause instanceof SearchServerError)) return false;
  return error.cause.reasons.some((reason) => reason.startsWith('No mapping found for [_shard_doc]'));
}

const UNIQUE_TYPES = new Set(['keyword', 'byte', 'short', 'integer', 'long', 'unsigned_long']);

function checkUniqueField(uniqueField: string, fieldTypes: ReadonlyMap<string, FieldTypes>): void {
  const types = fieldTypes.get(uniqueField)?.types ?? [];
  if (uniqueField === '_id' || (types.length === 1 && types.every((type) => UNIQUE_TYPES.has(type)))) return;
  throw new ExportEngineError(
    'EXPORT_SOURCE_ORDER_UNSAFE',
    `"${uniqueField}" can't be the unique field: it must be a keyword or an integer field of the same type in every index` +
      `${types.length === 0 ? '' : `, not ${types.join(' and ')}`}.`,
  );
}

async function checkNeededFields(
  opening: Opening,
  pointInTime: PointInTime,
  neededFields: SortPlan['neededFields'],
): Promise<void> {
  for (const { field, otherwise } of neededFields) {
    if (field === '_id') continue;
    const { rows = 0 } = await look(opening, pointInTime, { size: 0, lacking: field });
    if (rows === 0) continue;
    throw new ExportEngineError(
      'EXPORT_SOURCE_ORDER_UNSAFE',
      `${rows} rows have no "${field}", so rows could be left out: ${otherwise}.`,
      { details: { field, rows } },
    );
  }
}

/** One search in the new point in time, which must be complete and count. */
async function look(
  { dialect, connection, query, options }: Opening,
  { pitId, shards }: PointInTime,
  what: { readonly size: number; readonly sort?: readonly SortClause[]; readonly lacking?: string },
): Promise<CompleteAnswer> {
  const { keepAlive, signal } = options;
  const { size, sort, lacking } = what;
  const counted = lacking === undefined ? query : { ...query, query: rowsLacking(lacking, query.query) };
  return await callServer(
    connection,
    searchRequest({ query: counted, pitId, keepAlive, size, sort, isCounted: true }),
    {
      phase: 'before-snapshot',
      signal,
      read: ({ bytes }) => readCompleteAnswer(bytes, { owner: dialect.label, shards, isCounted: true }),
    },
  );
}

function rowsLacking(field: string, query: JsonObject | undefined): JsonObject {
  return { bool: { must_not: [{ exists: { field } }], ...(query === undefined ? {} : { filter: [query] }) } };
}
