import type { StepOptions, StepOutcome, StoredFile } from '../../contracts/index.ts';
import type { RetryPolicy } from '../../timing/retry.ts';
import { cleanUp } from '../clean-up.ts';
import { completeUpload } from '../complete-upload.ts';
import type { EngineContext } from '../engine-context.ts';
import { type Checkpoint, type ExportRecord, hasEnded, recordKey } from '../export-record.ts';
import { done, ended } from '../outcomes.ts';
import { reportProgress } from '../progress.ts';
import { commitRecord, readRecord } from '../record-store.ts';
import { runStep } from '../run-step.ts';
import { assembleSegments } from '../segments/assemble-segments.ts';
import { unlessOvertaken } from '../step-aside.ts';
import { assertDrained, assertRows, assertStored } from '../verify.ts';

/** Verifies that every row is there, makes the parts one file, verifies that too, and ends as `completed`. */
export function finish(context: EngineContext, exportId: string, options: StepOptions): Promise<StepOutcome> {
  return runStep(context, recordKey(exportId), options, ({ retry }) =>
    unlessOvertaken(context, exportId, options, () => finishOnce(context, exportId, retry)),
  );
}

async function finishOnce(context: EngineContext, exportId: string, retry: RetryPolicy): Promise<StepOutcome> {
  const stored = await readRecord(context, exportId, retry);
  const { record } = stored;
  if (hasEnded(record)) return ended;
  const { checkpoint, file } = await wholeFile(context, record, retry);
  assertStored(file, checkpoint);
  const endedAt = new Date(context.clock.now()).toISOString();
  const changes = { state: 'completed', file, checkpoint, endedAt, lease: null, stall: null } as const;
  const result = await commitRecord(context, stored, changes, retry);
  if (result.isCommitted) {
    const { rows, bytes } = checkpoint;
    reportProgress(context, result.stored.record, { rows, bytes, rowsPerSecond: 0 });
    return done;
  }
  // Cancelled between completing the file and recording it: the file must not outlive the cancellation.
  const current = result.stored.record;
  if (hasEnded(current)) await cleanUp(context, current, retry);
  return hasEnded(current) ? ended : finishOnce(context, exportId, retry);
}

interface WholeFile {
  readonly checkpoint: Checkpoint;
  readonly file: StoredFile;
}

async function wholeFile(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<WholeFile> {
  if (record.plan?.segments !== null) return assembleSegments(context, record, retry);
  const { checkpoint, snapshot } = record;
  assertDrained(checkpoint);
  assertRows(checkpoint, snapshot?.expectedRows, context.source.capabilities);
  return { checkpoint, file: record.file ?? (await completeUpload(context, record, retry)) };
}
