import type { ExportEvent, StepOptions, StepOutcome } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { pauseMs, type RetryPolicy } from '../../timing/retry.ts';
import { cleanUp } from '../clean-up.ts';
import type { EngineContext } from '../engine-context.ts';
import { type Delivery, type ExportRecord, hasEnded, recordKey } from '../export-record.ts';
import { newLease, releaseLease, takeLease } from '../lease.ts';
import { done } from '../outcomes.ts';
import { readRecord, updateRecord } from '../record-store.ts';
import { runStep } from '../run-step.ts';

/** Tries of one delivery, or of the clean-up, over all calls. What is left then is the sweeper's. */
const maxAttempts = 6;

/**
 * Tells every recipient and cleans up. Each is tried whatever becomes of the others; the record keeps the outcome. Workers
 * that come to it at the same time take turns, so that nobody is told twice because of that.
 */
export function deliver(context: EngineContext, exportId: string, options: StepOptions): Promise<StepOutcome> {
  return runStep(context, recordKey(exportId), options, ({ retry }) => deliverOnce(context, exportId, retry));
}

async function deliverOnce(context: EngineContext, exportId: string, retry: RetryPolicy): Promise<StepOutcome> {
  const stored = await readRecord(context, exportId, retry);
  if (!hasEnded(stored.record)) {
    throw new ExportEngineError('EXPORT_STATE_INVALID', 'The export has not ended; there is nothing to tell yet.');
  }
  if (isDelivered(stored.record)) return done;
  const lease = await takeLease(context, stored, 'deliver', retry);
  if (lease.status !== 'held')
    return { status: 'busy', retryAfterMs: lease.status === 'busy' ? lease.retryAfterMs : 0 };
  const { holder } = lease;
  const { record } = lease.stored;
  try {
    const waits = [await tidy(context, record, retry)];
    for (const [index, delivery] of record.deliveries.entries()) {
      if (delivery.status === 'pending') waits.push(await tell(context, record, index, holder, retry));
    }
    const wanted = waits.filter((wait) => wait !== null);
    return wanted.length === 0 ? done : { status: 'continue', retryAfterMs: Math.min(...wanted) };
  } finally {
    await releaseLease(context, recordKey(exportId), holder);
  }
}

/** Whether all is done, or given up by the steps: what was given up is the sweeper's, which asks again. */
function isDelivered({ isCleanedUp, deliveries }: ExportRecord): boolean {
  return isCleanedUp && deliveries.every(({ status }) => status !== 'pending');
}

/** @returns how long to wait before another try, in milliseconds; `null` when none is wanted */
async function tidy(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<number | null> {
  if (record.isCleanedUp) return null;
  try {
    await cleanUp(context, record, retry);
    await updateRecord(context, record.id, () => ({ isCleanedUp: true }), retry);
    return null;
  } catch (error) {
    retry.signal.throwIfAborted();
    const cleanUpAttempts = record.cleanUpAttempts + 1;
    await updateRecord(context, record.id, () => ({ cleanUpAttempts }), retry);
    return cleanUpAttempts < maxAttempts ? retryWait(context, error, cleanUpAttempts) : null;
  }
}

async function tell(
  context: EngineContext,
  record: ExportRecord,
  index: number,
  holder: string,
  retry: RetryPolicy,
): Promise<number | null> {
  const delivery = record.deliveries[index];
  const notifier = context.notifiers.get(delivery?.notifier ?? '');
  if (delivery === undefined) return null;
  const attempts = delivery.attempts + 1;
  let outcome: Delivery = { ...delivery, attempts, status: 'sent', code: null };
  let wait: number | null = null;
  try {
    if (notifier === undefined)
      throw new ExportEngineError('EXPORT_NOTIFY_FAILED', 'No notifier of this name is configured.');
    await notifier.notify(eventOf(context, record, delivery), { signal: retry.signal });
  } catch (error) {
    retry.signal.throwIfAborted();
    wait = attempts < maxAttempts ? retryWait(context, error, attempts) : null;
    const code = ExportEngineError.isInstance(error) ? error.code : 'EXPORT_UNEXPECTED';
    outcome = { ...delivery, attempts, status: wait === null ? 'failed' : 'pending', code };
  }
  const replaced = (current: ExportRecord) => ({
    // Many recipients can take longer than one lease.
    ...(current.lease?.holder === holder ? { lease: newLease(context, holder) } : {}),
    deliveries: current.deliveries.map((other, position) => (position === index ? outcome : other)),
  });
  await updateRecord(context, record.id, replaced, retry);
  return wait;
}

function retryWait(context: EngineContext, error: unknown, attempts: number): number | null {
  if (!ExportEngineError.isInstance(error) || !error.isRetryable) return null;
  return pauseMs(context.clock, attempts, error.retryAfterMs);
}

function eventOf(context: EngineContext, record: ExportRecord, { recipient }: Delivery): ExportEvent {
  const { id, owner, label, state, target, checkpoint, failure, endedAt } = record;
  const token = state === 'completed' ? context.fileAccess?.tokenFor(record) : undefined;
  return {
    type: state === 'completed' || state === 'failed' ? state : 'cancelled',
    exportId: id,
    owner,
    recipient,
    fileName: target.fileName,
    label: label ?? undefined,
    rows: checkpoint.rows,
    bytes: checkpoint.bytes,
    fileUrl: context.fileUrl?.(id, { token }),
    failure: failure ?? undefined,
    endedAt: endedAt ?? record.updatedAt,
  };
}
