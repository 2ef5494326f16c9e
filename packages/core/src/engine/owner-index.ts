import { createHash } from 'node:crypto';
import { type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { ExportRecord } from './export-record.ts';
import { writeOnce } from './write-once.ts';

/**
 * An owner's exports are listed by keys of their own, because a store lists by prefix only. The entry is written before
 * the record and removed after it: an entry without a record is passed over, a record without an entry can't be.
 */
export const ownersPrefix = 'owners/';

/** Width that holds the milliseconds of the next 3,000 years in base 36, so that keys sort by time. */
const timeWidth = 9;

/** Prefix of all entries of one owner. Owners are any text, so they are hashed into keys. */
export function ownerPrefix(owner: string): string {
  return `${ownersPrefix}${createHash('sha256').update(owner).digest('hex')}/`;
}

export function ownerEntryKey({ owner, createdAt, id }: Pick<ExportRecord, 'owner' | 'createdAt' | 'id'>): string {
  return `${ownerPrefix(owner)}${Date.parse(createdAt).toString(36).padStart(timeWidth, '0')}-${id}`;
}

/** The export that an entry stands for. */
export function idOfOwnerEntry(key: string): string {
  return key.slice(key.lastIndexOf('/') + timeWidth + 2);
}

/** When the export of an entry was made, in epoch milliseconds. */
export function timeOfOwnerEntry(key: string): number {
  const start = key.lastIndexOf('/') + 1;
  return Number.parseInt(key.slice(start, start + timeWidth), 36);
}

export async function addOwnerEntry(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<void> {
  await writeOnce(context, ownerEntryKey(record), { claimKey: record.claimKey }, retry);
}

/** Removes what leads to a record, once the record is gone. */
export async function removeOwnerEntry(context: EngineContext, key: string, retry: RetryPolicy): Promise<void> {
  const { store } = context;
  const { signal } = retry;
  const entry = await withRetry(retry, () => store.read(key, { signal }));
  const { claimKey } = (entry?.value ?? { claimKey: null }) as { readonly claimKey: string | null };
  if (claimKey !== null) await withRetry(retry, () => store.remove(claimKey, { signal }));
  await withRetry(retry, () => store.remove(key, { signal }));
}
