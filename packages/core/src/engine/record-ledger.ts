import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { FoldRecord } from './export-record.ts';
import { leaseLost } from './lease.ts';
import { commitRecord, type Stored } from './record-store.ts';

/** The record as one worker sees it while it holds the lease; its commits follow one another. */
export interface RecordLedger {
  /** As of the last commit. */
  current(): FoldRecord;
  /** @throws ExportEngineError `EXPORT_LEASE_LOST` when somebody else has written: this worker has to stop at once. */
  commit(change: (record: FoldRecord) => Partial<FoldRecord>): Promise<void>;
}

export function createRecordLedger(
  context: EngineContext,
  start: Stored<FoldRecord>,
  retry: RetryPolicy,
): RecordLedger {
  let stored = start;
  let queue: Promise<void> = Promise.resolve();

  async function commitNow(change: (record: FoldRecord) => Partial<FoldRecord>): Promise<void> {
    const result = await commitRecord(context, stored, change(stored.record), retry);
    if (!result.isCommitted) throw leaseLost(result.stored.record);
    stored = result.stored;
  }

  return {
    current: () => stored.record,
    commit(change) {
      const commit = queue.then(() => commitNow(change));
      queue = commit.catch(() => undefined);
      return commit;
    },
  };
}
