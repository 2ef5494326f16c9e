import { ExportEngineError } from '../errors/index.ts';
import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { type ExportRecord, hasEnded } from './export-record.ts';
import { commitRecord, type StoredRecord } from './record-store.ts';

/** The record as one worker sees it while it holds the lease; its commits follow one another. */
export interface RecordLedger {
  /** As of the last commit. */
  current(): ExportRecord;
  /** @throws ExportEngineError `EXPORT_LEASE_LOST` when somebody else has written: this worker has to stop at once. */
  commit(change: (record: ExportRecord) => Partial<ExportRecord>): Promise<void>;
}

export function createRecordLedger(context: EngineContext, start: StoredRecord, retry: RetryPolicy): RecordLedger {
  let stored = start;
  let queue: Promise<void> = Promise.resolve();

  async function commitNow(change: (record: ExportRecord) => Partial<ExportRecord>): Promise<void> {
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

function leaseLost(current: ExportRecord): ExportEngineError {
  const what = hasEnded(current) ? `The export has been ended as ${current.state}` : 'Another worker goes on with it';
  return new ExportEngineError('EXPORT_LEASE_LOST', `${what}; this worker stops.`, {
    details: { state: current.state },
  });
}
