import { ExportEngineError } from '../errors/index.ts';
import { type RetryPolicy, withRetry } from '../timing/retry.ts';
import { cleanUp } from './clean-up.ts';
import type { EngineContext } from './engine-context.ts';
import { type ExportRecord, hasEnded, recordKey, recordPrefix } from './export-record.ts';
import { idOfOwnerEntry, ownerEntryKey, ownersPrefix, removeOwnerEntry, timeOfOwnerEntry } from './owner-index.ts';
import { readRecord } from './record-store.ts';
import { readSegments } from './segments/segments.ts';
import { openStepScope } from './step-scope.ts';
import { deliver } from './steps/deliver.ts';
import { fail } from './steps/fail.ts';

export interface SweepLimits {
  /** An unfinished export whose record nobody has written for this long is failed. 60 s or more. @default 86,400 */
  readonly abandonedAfterSeconds?: number | undefined;
  /** Records of exports that ended this long ago are removed with their files. @default never */
  readonly removeAfterSeconds?: number | undefined;
}

/** How many exports a sweep has dealt with. */
export interface SweepResult {
  readonly failed: number;
  readonly cleanedUp: number;
  readonly removed: number;
  /** Exports that could not be dealt with; the next sweep tries again. */
  readonly errors: number;
}

/** An owner's entry without a record is a stray after this long; before, its export may just be starting. */
const strayAfterMs = 86_400_000;

/** Ends what nobody goes on with, cleans up what was left, and removes what is old. One bad record stops nothing. */
export async function sweep(context: EngineContext, options: SweepLimits, signal: AbortSignal): Promise<SweepResult> {
  const total = { failed: 0, cleanedUp: 0, removed: 0, errors: 0 };
  for await (const key of context.store.list(recordPrefix, { signal })) {
    try {
      const action = await sweepOne(context, key.slice(recordPrefix.length), options, signal);
      if (action !== null) total[action] += 1;
    } catch (error) {
      signal.throwIfAborted();
      // Removed by another sweeper since it was listed.
      if (!isNotFound(error)) total.errors += 1;
    }
  }
  for await (const key of context.store.list(ownersPrefix, { signal })) {
    try {
      await sweepStray(context, key, signal);
    } catch {
      signal.throwIfAborted();
      total.errors += 1;
    }
  }
  return total;
}

/** A process can die between an owner's entry and its record, or between the removals of the two. */
async function sweepStray(context: EngineContext, key: string, signal: AbortSignal): Promise<void> {
  if (context.clock.now() - timeOfOwnerEntry(key) < strayAfterMs) return;
  using scope = openStepScope(context, { signal });
  try {
    await readRecord(context, idOfOwnerEntry(key), scope.retry);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await removeOwnerEntry(context, key, scope.retry);
  }
}

function isNotFound(error: unknown): boolean {
  return ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOT_FOUND';
}

async function sweepOne(
  context: EngineContext,
  id: string,
  options: SweepLimits,
  signal: AbortSignal,
): Promise<Exclude<keyof SweepResult, 'errors'> | null> {
  using scope = openStepScope(context, { signal });
  const { record } = await readRecord(context, id, scope.retry);
  const { abandonedAfterSeconds = 86_400, removeAfterSeconds } = options;
  if (!hasEnded(record)) {
    if (!isOlder(context, record.updatedAt, abandonedAfterSeconds)) return null;
    // Workers of segments write only those.
    const segments = await readSegments(context, record, scope.retry);
    if (!segments.every(({ updatedAt }) => isOlder(context, updatedAt, abandonedAfterSeconds))) return null;
    await fail(context, id, abandoned(abandonedAfterSeconds), { signal });
    await deliver(context, id, { signal });
    return 'failed';
  }
  if (removeAfterSeconds !== undefined && isOlder(context, record.endedAt ?? record.updatedAt, removeAfterSeconds)) {
    await remove(context, record, scope.retry);
    return 'removed';
  }
  if (record.isCleanedUp && record.deliveries.every(({ status }) => status !== 'pending')) return null;
  const { status } = await deliver(context, id, { signal });
  // Somebody is just about it.
  return status === 'busy' ? null : 'cleanedUp';
}

/** The record goes before what leads to it: a sweep that is cut short is done again, or leaves a stray. */
async function remove(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<void> {
  await cleanUp(context, { ...record, state: 'cancelled' }, retry);
  await withRetry(retry, () => context.store.remove(recordKey(record.id), { signal: retry.signal }));
  await removeOwnerEntry(context, ownerEntryKey(record), retry);
}

function isOlder(context: EngineContext, instant: string, seconds: number): boolean {
  return context.clock.now() - Date.parse(instant) >= seconds * 1000;
}

function abandoned(seconds: number): ExportEngineError {
  return new ExportEngineError('EXPORT_STALLED', `No worker has gone on with this export for ${seconds} s.`);
}
