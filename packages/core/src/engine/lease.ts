import { randomUUID } from 'node:crypto';
import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { hasEnded, type Lease } from './export-record.ts';
import { commitRecord, type StoredRecord } from './record-store.ts';

/** Longest wait, in milliseconds, before asking again for a lease that somebody else holds. */
const maxBusyWaitMs = 5000;

export type LeaseResult =
  | { readonly status: 'held'; readonly stored: StoredRecord; readonly holder: string }
  | { readonly status: 'busy'; readonly retryAfterMs: number }
  | { readonly status: 'ended' };

/**
 * Takes the right to advance an export. The lease only saves double work: what keeps the file right is that every commit
 * is a compare-and-swap, and that two workers write the same bytes under the same part numbers.
 */
export async function takeLease(
  context: EngineContext,
  stored: StoredRecord,
  retry: RetryPolicy,
): Promise<LeaseResult> {
  const { lease } = stored.record;
  const now = context.clock.now();
  if (hasEnded(stored.record)) return { status: 'ended' };
  if (lease !== null && lease.until > now) {
    return { status: 'busy', retryAfterMs: Math.min(maxBusyWaitMs, lease.until - now) };
  }
  const holder = randomUUID();
  const result = await commitRecord(context, stored, { lease: newLease(context, holder) }, retry);
  if (result.isCommitted) return { status: 'held', stored: result.stored, holder };
  return takeLease(context, result.stored, retry);
}

export function newLease(context: EngineContext, holder: string): Lease {
  return { holder, until: context.clock.now() + context.leaseMs };
}

/** Whether half of the lease has passed. */
export function isLeaseDue(context: EngineContext, lease: Lease | null): boolean {
  return lease === null || lease.until - context.clock.now() < context.leaseMs / 2;
}
