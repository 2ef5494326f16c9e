import type { StepOptions, StepOutcome } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { fold } from '../fold.ts';
import { takeLease } from '../lease.ts';
import { done, ended } from '../outcomes.ts';
import { createPlannedEncoder, formatOf } from '../plan.ts';
import type { LiveRows } from '../progress.ts';
import { readKept } from '../record-store.ts';
import { runStep } from '../run-step.ts';
import { unlessOvertaken } from '../step-aside.ts';
import type { StepScope } from '../step-scope.ts';
import { type SegmentRecord, segmentKey } from './segment-record.ts';

export interface AdvanceSegmentOptions extends StepOptions {
  /** This segment's share of the memory for parts, above 0 to 1. */
  readonly share: number;
  readonly report: (live: LiveRows) => void;
}

/** Goes on with one partition until its last row is durable in a file of its own, or the step's time is up. */
export function advanceSegment(
  context: EngineContext,
  record: ExportRecord,
  partition: number,
  options: AdvanceSegmentOptions,
): Promise<StepOutcome> {
  const { signal, deadline } = options;
  return unlessOvertaken(context, record.id, { signal, deadline }, () =>
    runStep(context, segmentKey(record.id, partition), { signal, deadline }, (scope) =>
      foldSegment(context, record, partition, { ...options, scope }),
    ),
  );
}

async function foldSegment(
  context: EngineContext,
  record: ExportRecord,
  index: number,
  { scope, share, report }: AdvanceSegmentOptions & { readonly scope: StepScope },
): Promise<StepOutcome> {
  const stored = await readKept<SegmentRecord>(context, segmentKey(record.id, index), scope.retry);
  if (stored.record.checkpoint.isDrained) return done;
  const { plan, request } = record;
  const snapshot = stored.record.snapshot ?? record.snapshot;
  const partition = snapshot?.partitions[index];
  if (plan === null || snapshot === null || partition === undefined) {
    throw new ExportEngineError('EXPORT_STATE_INVALID', `The snapshot has no partition with the index ${index}.`);
  }
  const lease = await takeLease(context, stored, 'advance', scope.retry);
  if (lease.status === 'ended') return ended;
  if (lease.status === 'busy') return { status: 'busy', retryAfterMs: lease.retryAfterMs };
  return fold(context, scope, lease.stored, {
    query: request.query,
    snapshot,
    partitions: [partition],
    encoder: createPlannedEncoder(context, record, plan),
    compression: formatOf(context, request.format).compression,
    isFileStart: index === 0,
    isSegment: true,
    partBytes: plan.partBytes,
    maxBufferedBytes: context.maxBufferedBytes * share,
    holder: lease.holder,
    report,
  });
}
