import { type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { ExportRecord } from './export-record.ts';
import { removeSegments } from './segments/segments.ts';

/**
 * Closes the snapshot, aborts every upload, removes the segments and, unless the export is completed, its file. Idempotent.
 * All are tried, then the first failure is thrown.
 */
export async function cleanUp(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<void> {
  const { source, sink } = context;
  const { signal } = retry;
  const { snapshot, target, upload } = record;
  const tasks = [withRetry(retry, () => sink.abort(target, { upload: upload ?? undefined, signal }))];
  if (snapshot !== null) tasks.push(withRetry(retry, () => source.close(snapshot, { signal })));
  // Also those of a `prepare` that was killed before it was recorded.
  if (record.request.partitions > 1) tasks.push(removeSegments(context, record, retry));
  if (record.state !== 'completed') tasks.push(withRetry(retry, () => sink.remove(target, { signal })));
  const results = await Promise.allSettled(tasks);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
