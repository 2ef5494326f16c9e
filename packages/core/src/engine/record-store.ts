import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { countFailures, type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { type ExportRecord, recordKey } from './export-record.ts';

/** A record with the store's version of it. */
export interface StoredRecord {
  readonly record: ExportRecord;
  readonly version: string;
}

/** `stored` is the record as it is now: ours when the commit won, another worker's when it did not. */
export interface CommitResult {
  readonly isCommitted: boolean;
  readonly stored: StoredRecord;
}

/** @throws ExportEngineError `EXPORT_NOT_FOUND`. */
export async function readRecord(context: EngineContext, id: string, retry: RetryPolicy): Promise<StoredRecord> {
  const entry = await withRetry(retry, () => context.store.read(recordKey(id), { signal: retry.signal }));
  if (entry === undefined) throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
  return { record: parseRecord(entry.value), version: entry.version };
}

/**
 * Replaces the record if nobody else has. A write whose answer was lost is settled by reading back: the record carries
 * an id of its last commit.
 */
export async function commitRecord(
  context: EngineContext,
  stored: StoredRecord,
  changes: Partial<ExportRecord>,
  retry: RetryPolicy,
): Promise<CommitResult> {
  const record = stamped(context, { ...stored.record, ...changes });
  return write(context, record, stored.version, retry);
}

/** Writes a new record. @throws ExportEngineError `EXPORT_STORE_CONFLICT` when the id is taken. */
export async function createRecord(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<void> {
  const { isCommitted } = await write(context, stamped(context, record), null, retry);
  if (!isCommitted) throw new ExportEngineError('EXPORT_STORE_CONFLICT', 'An export with this id exists already.');
}

/**
 * Changes the record whatever other workers do meanwhile: reads, changes, writes, and begins again when somebody was
 * faster. `change` returns `null` when there is nothing to change.
 */
export async function updateRecord(
  context: EngineContext,
  id: string,
  change: (record: ExportRecord) => Partial<ExportRecord> | null,
  retry: RetryPolicy,
): Promise<StoredRecord> {
  let stored = await readRecord(context, id, retry);
  for (;;) {
    const changes = change(stored.record);
    if (changes === null) return stored;
    const result = await commitRecord(context, stored, changes, retry);
    if (result.isCommitted) return result.stored;
    stored = result.stored;
  }
}

function stamped(context: EngineContext, record: ExportRecord): ExportRecord {
  return { ...record, commitId: randomUUID(), updatedAt: new Date(context.clock.now()).toISOString() };
}

async function write(
  context: EngineContext,
  record: ExportRecord,
  expectedVersion: string | null,
  retry: RetryPolicy,
): Promise<CommitResult> {
  const { signal } = retry;
  // The contracts' interfaces are JSON by definition, but TypeScript gives interfaces no index signature.
  const value = record as unknown as JsonValue;
  const failures = countFailures(retry);
  for (;;) {
    try {
      const { version } = await context.store.write(recordKey(record.id), value, { expectedVersion, signal });
      context.live.recordChanged(record.id);
      return { isCommitted: true, stored: { record, version } };
    } catch (error) {
      const isConflict = ExportEngineError.isInstance(error) && error.code === 'EXPORT_STORE_CONFLICT';
      if (!isConflict) await failures.pauseOrThrow(error);
      const current = await readRecord(context, record.id, retry).catch((readError: unknown) => {
        if (!isConflict && ExportEngineError.isInstance(readError) && readError.code === 'EXPORT_NOT_FOUND')
          return null;
        throw readError;
      });
      if (current?.record.commitId === record.commitId) return { isCommitted: true, stored: current };
      const isOvertaken = current !== null && current.version !== expectedVersion;
      if (isOvertaken) return { isCommitted: false, stored: current };
    }
  }
}

function parseRecord(value: JsonValue): ExportRecord {
  const record = value as unknown as ExportRecord;
  if (typeof value !== 'object' || value === null || record.recordVersion !== 1) {
    throw new ExportEngineError('EXPORT_SPEC_UNSUPPORTED', 'The record was written by another version of the engine.');
  }
  return record;
}
