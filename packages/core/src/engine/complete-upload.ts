import type { StoredFile } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { FoldRecord } from './export-record.ts';
import { assertParts } from './verify.ts';

/** Has the sink make the parts of an export, or of a segment, one file. */
export async function completeUpload(
  { sink }: EngineContext,
  { upload, checkpoint }: FoldRecord,
  retry: RetryPolicy,
): Promise<StoredFile> {
  assertParts(checkpoint);
  if (upload === null) throw new ExportEngineError('EXPORT_STATE_INVALID', 'The record names no upload to complete.');
  const { bytes, crc32, receipts } = checkpoint;
  const { signal } = retry;
  return withRetry(retry, () => sink.complete(upload, receipts, { expected: { bytes, crc32 }, signal }));
}
