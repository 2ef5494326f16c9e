import { columnsFromDescriptions, planColumns } from '../../columns/index.ts';
import type { PrepareOutcome, Snapshot, StepOptions } from '../../contracts/index.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import { cleanUp } from '../clean-up.ts';
import type { EngineContext } from '../engine-context.ts';
import { type ExportPlan, type ExportRecord, hasEnded, recordKey } from '../export-record.ts';
import { done, ended } from '../outcomes.ts';
import { createPlannedEncoder, formatOf } from '../plan.ts';
import { commitRecord, readRecord } from '../record-store.ts';
import { runStep } from '../run-step.ts';
import { createSegments } from '../segments/segments.ts';
import { openOwnScope } from '../step-scope.ts';

/** Fixes the columns, opens the snapshot, and makes the export `running`. */
export function prepare(context: EngineContext, exportId: string, options: StepOptions): Promise<PrepareOutcome> {
  return runStep(context, recordKey(exportId), options, ({ retry }) => prepareOnce(context, exportId, retry));
}

async function prepareOnce(context: EngineContext, exportId: string, retry: RetryPolicy): Promise<PrepareOutcome> {
  const stored = await readRecord(context, exportId, retry);
  if (hasEnded(stored.record)) return ended;
  if (stored.record.state === 'running') return preparedOf(stored.record);

  const unsplit = await makePlan(context, stored.record, retry);
  createPlannedEncoder(context, stored.record, unsplit);
  const { query, partitions } = stored.record.request;
  const snapshot = await withRetry(retry, () => context.source.open(query, { partitions, signal: retry.signal }));
  const plan = { ...unsplit, segments: segmentsOf(context, snapshot) };
  let overtaking: ExportRecord;
  try {
    if (plan.segments !== null) await createSegments(context, stored.record, plan.segments, retry);
    const result = await commitRecord(context, stored, { state: 'running', plan, snapshot, stall: null }, retry);
    if (result.isCommitted) return preparedOf(result.stored.record);
    overtaking = result.stored.record;
  } catch (error) {
    await closeUnrecorded(context, snapshot);
    throw error;
  }
  // Another worker prepared it, or it was cancelled: the record knows nothing of this snapshot.
  await closeUnrecorded(context, snapshot);
  if (hasEnded(overtaking)) await cleanUp(context, overtaking, retry);
  return prepareOnce(context, exportId, retry);
}

/** One segment for each partition, where there are several and the sink can join them. */
function segmentsOf({ sink }: EngineContext, { partitions }: Snapshot): number | null {
  return partitions.length > 1 && sink.assemble !== undefined ? partitions.length : null;
}

function preparedOf({ plan, deliveries }: ExportRecord): PrepareOutcome {
  const notifiers = [...new Set(deliveries.map(({ notifier }) => notifier))];
  return { ...done, partitions: plan?.segments ?? 1, notifiers };
}

async function makePlan(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<ExportPlan> {
  const { fingerprint: formatFingerprint, compression } = formatOf(context, record.request.format);
  const isCompressed = compression !== undefined;
  const fixed = { formatFingerprint, isCompressed, partBytes: context.partBytes, segments: null };
  if (record.requestedColumns !== null) return { ...fixed, columns: record.requestedColumns, columnsFrom: 'request' };
  if (context.columns !== undefined) {
    return { ...fixed, columns: planColumns(context.columns, 'The export'), columnsFrom: 'engine' };
  }
  const { query } = record.request;
  const found = await withRetry(retry, () => context.source.describe(query, { signal: retry.signal }));
  return { ...fixed, columns: columnsFromDescriptions(found, 'The export'), columnsFrom: 'source' };
}

/** Best effort, under a signal of its own: a snapshot that stays open ends by the source's own keep-alive. */
async function closeUnrecorded(context: EngineContext, snapshot: Snapshot): Promise<void> {
  using scope = openOwnScope(context, 10_000);
  await context.source.close(snapshot, { signal: scope.retry.signal }).catch(() => undefined);
}
