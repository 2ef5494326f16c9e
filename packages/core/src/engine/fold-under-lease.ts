import type { StepOutcome } from '../contracts/index.ts';
import type { EngineContext } from './engine-context.ts';
import type { ExportPlan, ExportRecord, FoldRecord } from './export-record.ts';
import { type FoldInput, fold } from './fold.ts';
import { takeLease } from './lease.ts';
import { done, ended } from './outcomes.ts';
import { createPlannedEncoder, formatOf } from './plan.ts';
import type { Stored } from './record-store.ts';
import type { StepScope } from './step-scope.ts';

/** What is folded, but for what the plan and the lease say. */
export interface LeasedFold extends Omit<FoldInput, 'query' | 'encoder' | 'compression' | 'partBytes' | 'holder'> {
  readonly record: ExportRecord;
  readonly plan: ExportPlan;
}

/** Goes on with the export, or with one of its segments, unless its rows are all durable or somebody else is at it. */
export async function foldUnderLease(
  context: EngineContext,
  scope: StepScope,
  stored: Stored<FoldRecord>,
  { record, plan, ...input }: LeasedFold,
): Promise<StepOutcome> {
  if (stored.record.checkpoint.isDrained) return done;
  const lease = await takeLease(context, stored, 'advance', scope.retry);
  if (lease.status === 'ended') return ended;
  if (lease.status === 'busy') return { status: 'busy', retryAfterMs: lease.retryAfterMs };
  const { query, format } = record.request;
  return fold(context, scope, lease.stored, {
    ...input,
    query,
    encoder: createPlannedEncoder(context, record, plan),
    compression: formatOf(context, format).compression,
    partBytes: plan.partBytes,
    holder: lease.holder,
  });
}
