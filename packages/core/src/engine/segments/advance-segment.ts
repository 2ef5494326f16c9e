import type { StepOptions, StepOutcome } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { foldUnderLease } from '../fold-under-lease.ts';
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
  const { plan } = record;
  const snapshot = stored.record.snapshot ?? record.snapshot;
  const partition = snapshot?.partitions[index];
  if (plan === null || snapshot === null || partition === undefined) {
    throw new ExportEngineError('EXPORT_STATE_INVALID', `The snapshot has no partition with the index ${index}.`);
  }
  return foldUnderLease(context, scope, stored, {
    record,
    plan,
    snapshot,
    partitions: [partition],
    isFileStart: index === 0,
    isSegment: true,
    maxBufferedBytes: context.maxBufferedBytes * share,
    report,
  });
}
