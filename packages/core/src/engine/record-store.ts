import { randomUUID } from 'node:crypto';
import type { JsonValue } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { countFailures, type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { type ExportRecord, type FoldRecord, recordKey } from './export-record.ts';

/** A record with where it is and the store's version of it. */
export interface Stored<Kept extends FoldRecord> {
  readonly key: string;
  readonly record: Kept;
  readonly version: string;
}

export type StoredRecord = Stored<ExportRecord>;

/** `stored` is the record as it is now: ours when the commit won, another worker's when it did not. */
export interface CommitResult<Kept extends FoldRecord> {
  readonly isCommitted: boolean;
  readonly stored: Stored<Kept>;
}

/** @throws ExportEngineError `EXPORT_NOT_FOUND`. */
export function readRecord(context: EngineContext, id: string, retry: RetryPolicy): Promise<StoredRecord> {
  return readKept<ExportRecord>(context, recordKey(id), retry);
}

/** Reads the record of an export or of a segment. @throws ExportEngineError `EXPORT_NOT_FOUND`. */
export async function readKept<Kept extends FoldRecord>(
  context: EngineContext,
  key: string,
  retry: RetryPolicy,
): Promise<Stored<Kept>> {
  const entry = await withRetry(retry, () => context.store.read(key, { signal: retry.signal }));
  if (entry === undefined) throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
  return { key, record: parseRecord<Kept>(entry.value), version: entry.version };
}

/**
 * Replaces the record if nobody else has. A write whose answer was lost is settled by reading back: the record carries
 * an id of its last commit.
 */
export async function commitRecord<Kept extends FoldRecord>(
  context: EngineContext,
  { key, record, version }: Stored<Kept>,
  changes: Partial<Kept>,
  retry: RetryPolicy,
): Promise<CommitResult<Kept>> {
  return write(context, key, stamped(context, { ...record, ...changes }), version, retry);
}

/** Writes a new record. @throws ExportEngineError `EXPORT_STORE_CONFLICT` when the id is taken. */
export async function createRecord(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<void> {
  const { isCommitted } = await write(context, recordKey(record.id), stamped(context, record), null, retry);
  if (!isCommitted) throw new ExportEngineError('EXPORT_STORE_CONFLICT', 'An export with this id exists already.');
}

/**
 * Changes the record whatever other workers do meanwhile: reads, changes, writes, and begins again when somebody was
 * faster. `change` returns `null` when there is nothing to change.
 */
export function updateRecord(
  context: EngineContext,
  id: string,
  change: (record: ExportRecord) => Partial<ExportRecord> | null,
  retry: RetryPolicy,
): Promise<StoredRecord> {
  return updateKept(context, recordKey(id), change, retry);
}

/** As `updateRecord`, of an export or of a segment. */
export async function updateKept<Kept extends FoldRecord>(
  context: EngineContext,
  key: string,
  change: (record: Kept) => Partial<Kept> | null,
  retry: RetryPolicy,
): Promise<Stored<Kept>> {
  let stored = await readKept<Kept>(context, key, retry);
  for (;;) {
    const changes = change(stored.record);
    if (changes === null) return stored;
    const result = await commitRecord(context, stored, changes, retry);
    if (result.isCommitted) return result.stored;
    stored = result.stored;
  }
}

function stamped<Kept extends FoldRecord>(context: EngineContext, record: Kept): Kept {
  return { ...record, commitId: randomUUID(), updatedAt: new Date(context.clock.now()).toISOString() };
}

async function write<Kept extends FoldRecord>(
  context: EngineContext,
  key: string,
  record: Kept,
  expectedVersion: string | null,
  retry: RetryPolicy,
): Promise<CommitResult<Kept>> {
  const { signal } = retry;
  // The contracts' interfaces are JSON by definition, but TypeScript gives interfaces no index signature.
  const value = record as unknown as JsonValue;
  const failures = countFailures(retry);
  for (;;) {
    try {
      const { version } = await context.store.write(key, value, { expectedVersion, signal });
      context.live.recordChanged(record.id);
      return { isCommitted: true, stored: { key, record, version } };
    } catch (error) {
      const isConflict = ExportEngineError.isInstance(error) && error.code === 'EXPORT_STORE_CONFLICT';
      if (!isConflict) await failures.pauseOrThrow(error);
      const current = await readKept<Kept>(context, key, retry).catch((readError: unknown) => {
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

function parseRecord<Kept extends FoldRecord>(value: JsonValue): Kept {
  const record = value as unknown as Kept;
  if (typeof value !== 'object' || value === null || record.recordVersion !== 1) {
    throw new ExportEngineError('EXPORT_SPEC_UNSUPPORTED', 'The record was written by another version of the engine.');
  }
  return record;
}
