import type { AdvanceOptions, StepOutcome } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { type ExportRecord, hasEnded, recordKey } from '../export-record.ts';
import { foldUnderLease } from '../fold-under-lease.ts';
import { ended } from '../outcomes.ts';
import { reportProgress } from '../progress.ts';
import { readRecord } from '../record-store.ts';
import { runStep } from '../run-step.ts';
import { advanceSegments } from '../segments/advance-segments.ts';
import { unlessOvertaken } from '../step-aside.ts';
import type { StepScope } from '../step-scope.ts';

/** Goes on from the checkpoint until every row is durable or the step's time is up. */
export async function advance(context: EngineContext, exportId: string, options: AdvanceOptions): Promise<StepOutcome> {
  const next = await runStep(context, recordKey(exportId), options, (scope) =>
    unlessOvertaken(context, exportId, options, () => advanceOnce(context, exportId, options, scope)),
  );
  return 'segmented' in next ? advanceSegments(context, next.segmented, options) : next;
}

/** @returns the record when its segments are what has to be advanced */
async function advanceOnce(
  context: EngineContext,
  exportId: string,
  { partition = 0 }: AdvanceOptions,
  scope: StepScope,
): Promise<StepOutcome | { readonly segmented: ExportRecord }> {
  const stored = await readRecord(context, exportId, scope.retry);
  const { record } = stored;
  const { plan, snapshot } = record;
  if (hasEnded(record)) return ended;
  if (plan === null || snapshot === null) {
    throw new ExportEngineError('EXPORT_STATE_INVALID', 'The export has to be prepared before it can advance.');
  }
  if (partition >= (plan.segments ?? 1)) {
    const message = `The export has ${plan.segments ?? 1} partitions to advance; there is none with the index ${partition}.`;
    throw new ExportEngineError('EXPORT_STATE_INVALID', message);
  }
  if (plan.segments !== null) return { segmented: record };
  return foldUnderLease(context, scope, stored, {
    record,
    plan,
    snapshot,
    partitions: snapshot.partitions,
    isFileStart: true,
    isSegment: false,
    maxBufferedBytes: context.maxBufferedBytes,
    report: (live) => reportProgress(context, record, live),
  });
}
