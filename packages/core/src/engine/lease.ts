import { randomUUID } from 'node:crypto';
import { ExportEngineError } from '../errors/index.ts';
import type { RetryPolicy } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import { type FoldRecord, hasEnded, type Lease } from './export-record.ts';
import { commitRecord, readKept, type Stored, updateKept } from './record-store.ts';
import { openOwnScope } from './step-scope.ts';

/** Longest wait, in milliseconds, before asking again for a lease that somebody else holds. */
const maxBusyWaitMs = 5000;

export type LeaseResult<Kept extends FoldRecord> =
  | { readonly status: 'held'; readonly stored: Stored<Kept>; readonly holder: string }
  | { readonly status: 'busy'; readonly retryAfterMs: number }
  | { readonly status: 'ended' };

/**
 * Takes the right to work on an export or a segment: to advance it, or after its ending to deliver it. The lease only saves double work
 * and double mail: what keeps the file right is that every commit is a compare-and-swap, and that two workers write the
 * same bytes under the same part numbers.
 *
 * @returns `ended` when it ended meanwhile and the work was to advance it
 */
export async function takeLease<Kept extends FoldRecord>(
  context: EngineContext,
  stored: Stored<Kept>,
  work: 'advance' | 'deliver',
  retry: RetryPolicy,
): Promise<LeaseResult<Kept>> {
  const { lease } = stored.record;
  const now = context.clock.now();
  if (work === 'advance' && hasEnded(stored.record)) return { status: 'ended' };
  if (lease !== null && lease.until > now) {
    return { status: 'busy', retryAfterMs: Math.min(maxBusyWaitMs, lease.until - now) };
  }
  const holder = randomUUID();
  try {
    const changes: Partial<FoldRecord> = { lease: newLease(context, holder) };
    const result = await commitRecord(context, stored, changes as Partial<Kept>, retry);
    if (result.isCommitted) return { status: 'held', stored: result.stored, holder };
    return await takeLease(context, result.stored, work, retry);
  } catch (error) {
    await releaseLease(context, stored.key, holder);
    throw error;
  }
}

/**
 * Lets the next worker in at once. It reads the record first: of a commit that was aborted, nobody here knows whether it
 * was done. Best effort, for a lease that stays ends by itself.
 */
export async function releaseLease(context: EngineContext, key: string, holder: string): Promise<void> {
  using own = openOwnScope(context, 5000);
  const released = ({ lease }: { readonly lease: Lease | null }) => (lease?.holder === holder ? { lease: null } : null);
  await updateKept(context, key, released, own.retry).catch(() => undefined);
}

/**
 * For a worker that failed: whether the record is still its own.
 *
 * @throws ExportEngineError `EXPORT_LEASE_LOST` when another worker has taken over; `EXPORT_NOT_FOUND` when the record is gone
 */
export async function assertHeld(context: EngineContext, key: string, holder: string, cause: unknown): Promise<void> {
  using own = openOwnScope(context, 5000);
  const stored = await readKept(context, key, own.retry).catch((error: unknown) => {
    if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOT_FOUND') throw error;
    return undefined;
  });
  if (stored === undefined || stored.record.lease?.holder === holder) return;
  throw leaseLost(stored.record, cause);
}

export function leaseLost({ state }: FoldRecord, cause?: unknown): ExportEngineError {
  const what = state === 'running' ? 'Another worker goes on with it' : `The export has been ended as ${state}`;
  return new ExportEngineError('EXPORT_LEASE_LOST', `${what}; this worker stops.`, {
    details: { state },
    ...(cause !== undefined && { cause }),
  });
}

export function newLease(context: EngineContext, holder: string): Lease {
  return { holder, until: context.clock.now() + context.leaseMs };
}

/** Whether half of the lease has passed. */
export function isLeaseDue(context: EngineContext, lease: Lease | null): boolean {
  return lease === null || lease.until - context.clock.now() < context.leaseMs / 2;
}
