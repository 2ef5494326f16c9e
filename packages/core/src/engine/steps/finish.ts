import type { StepOptions, StepOutcome, StoredFile } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import { cleanUp } from '../clean-up.ts';
import type { EngineContext } from '../engine-context.ts';
import { type ExportRecord, hasEnded } from '../export-record.ts';
import { done, ended } from '../outcomes.ts';
import { reportProgress } from '../progress.ts';
import { commitRecord, readRecord } from '../record-store.ts';
import { runStep } from '../run-step.ts';
import { assertComplete, assertStored } from '../verify.ts';

/** Verifies that every row is there, makes the parts one file, verifies that too, and ends as `completed`. */
export function finish(context: EngineContext, exportId: string, options: StepOptions): Promise<StepOutcome> {
  return runStep(context, exportId, options, ({ retry }) => finishOnce(context, exportId, retry));
}

async function finishOnce(context: EngineContext, exportId: string, retry: RetryPolicy): Promise<StepOutcome> {
  const stored = await readRecord(context, exportId, retry);
  const { record } = stored;
  if (hasEnded(record)) return ended;
  if (!record.checkpoint.isDrained) {
    throw new ExportEngineError(
      'EXPORT_STATE_INVALID',
      'The export has rows left to read; it can not be finished yet.',
    );
  }
  assertComplete(record, context.source.capabilities);
  const file = record.file ?? (await completeUpload(context, record, retry));
  assertStored(file, record.checkpoint);
  const endedAt = new Date(context.clock.now()).toISOString();
  const changes = { state: 'completed', file, endedAt, lease: null, stall: null } as const;
  const result = await commitRecord(context, stored, changes, retry);
  if (result.isCommitted) {
    const { rows, bytes } = record.checkpoint;
    reportProgress(context, result.stored.record, { rows, bytes, rowsPerSecond: 0 });
    return done;
  }
  // Cancelled between completing the file and recording it: the file must not outlive the cancellation.
  const current = result.stored.record;
  if (hasEnded(current)) await cleanUp(context, current, retry);
  return hasEnded(current) ? ended : finishOnce(context, exportId, retry);
}

async function completeUpload(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<StoredFile> {
  const { upload, checkpoint } = record;
  if (upload === null) throw new ExportEngineError('EXPORT_STATE_INVALID', 'The record names no upload to complete.');
  const { bytes, crc32, receipts } = checkpoint;
  const { signal } = retry;
  return withRetry(retry, () => context.sink.complete(upload, receipts, { expected: { bytes, crc32 }, signal }));
}
