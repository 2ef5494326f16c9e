import { randomUUID } from 'node:crypto';
import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { hasEnded, type Lease } from './export-record.ts';
import { commitRecord, type StoredRecord, updateRecord } from './record-store.ts';
import { openOwnScope } from './step-scope.ts';

/** Longest wait, in milliseconds, before asking again for a lease that somebody else holds. */
const maxBusyWaitMs = 5000;

export type LeaseResult =
  | { readonly status: 'held'; readonly stored: StoredRecord; readonly holder: string }
  | { readonly status: 'busy'; readonly retryAfterMs: number }
  | { readonly status: 'ended' };

/**
 * Takes the right to work on an export: to advance it, or after its ending to deliver it. The lease only saves double work
 * and double mail: what keeps the file right is that every commit is a compare-and-swap, and that two workers write the
 * same bytes under the same part numbers.
 *
 * @returns `ended` when it ended meanwhile and the work was to advance it
 */
export async function takeLease(
  context: EngineContext,
  stored: StoredRecord,
  work: 'advance' | 'deliver',
  retry: RetryPolicy,
): Promise<LeaseResult> {
  const { lease } = stored.record;
  const now = context.clock.now();
  if (work === 'advance' && hasEnded(stored.record)) return { status: 'ended' };
  if (lease !== null && lease.until > now) {
    return { status: 'busy', retryAfterMs: Math.min(maxBusyWaitMs, lease.until - now) };
  }
  const holder = randomUUID();
  try {
    const result = await commitRecord(context, stored, { lease: newLease(context, holder) }, retry);
    if (result.isCommitted) return { status: 'held', stored: result.stored, holder };
    return await takeLease(context, result.stored, work, retry);
  } catch (error) {
    await releaseLease(context, stored.record.id, holder);
    throw error;
  }
}

/**
 * Lets the next worker in at once. It reads the record first: of a commit that was aborted, nobody here knows whether it
 * was done. Best effort, for a lease that stays ends by itself.
 */
export async function releaseLease(context: EngineContext, exportId: string, holder: string): Promise<void> {
  using own = openOwnScope(context, 5000);
  const released = ({ lease }: { readonly lease: Lease | null }) => (lease?.holder === holder ? { lease: null } : null);
  await updateRecord(context, exportId, released, own.retry).catch(() => undefined);
}

export function newLease(context: EngineContext, holder: string): Lease {
  return { holder, until: context.clock.now() + context.leaseMs };
}

/** Whether half of the lease has passed. */
export function isLeaseDue(context: EngineContext, lease: Lease | null): boolean {
  return lease === null || lease.until - context.clock.now() < context.leaseMs / 2;
}
