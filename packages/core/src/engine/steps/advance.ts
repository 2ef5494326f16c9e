import type { StepOptions, StepOutcome } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { cleanUp } from '../clean-up.ts';
import type { EngineContext } from '../engine-context.ts';
import { hasEnded } from '../export-record.ts';
import { fold } from '../fold.ts';
import { takeLease } from '../lease.ts';
import { done, ended } from '../outcomes.ts';
import { readRecord } from '../record-store.ts';
import { runStep } from '../run-step.ts';
import { openStepScope, type StepScope } from '../step-scope.ts';

/** Goes on from the checkpoint until every row is durable or the step's time is up. */
export function advance(context: EngineContext, exportId: string, options: StepOptions): Promise<StepOutcome> {
  return runStep(context, exportId, options, async (scope) => {
    try {
      return await advanceOnce(context, exportId, scope);
    } catch (error) {
      if (isLeaseLost(error)) return stepAside(context, exportId, options);
      throw error;
    }
  });
}

async function advanceOnce(context: EngineContext, exportId: string, scope: StepScope): Promise<StepOutcome> {
  const stored = await readRecord(context, exportId, scope.retry);
  const { plan, snapshot, checkpoint } = stored.record;
  if (hasEnded(stored.record)) return ended;
  if (plan === null || snapshot === null) {
    throw new ExportEngineError('EXPORT_STATE_INVALID', 'The export has to be prepared before it can advance.');
  }
  if (checkpoint.isDrained) return done;
  const lease = await takeLease(context, stored, 'advance', scope.retry);
  if (lease.status === 'ended') return ended;
  if (lease.status === 'busy') return { status: 'busy', retryAfterMs: lease.retryAfterMs };
  return fold(context, scope, lease.stored, { plan, snapshot, holder: lease.holder });
}

/**
 * Somebody else wrote the record. If the export goes on, there is nothing to do: what this worker wrote is what the other
 * one writes. If it was ended meanwhile, what this worker stored after the clean-up has to go too.
 */
async function stepAside(context: EngineContext, exportId: string, options: StepOptions): Promise<StepOutcome> {
  using scope = openStepScope(context, options);
  const { record } = await readRecord(context, exportId, scope.retry);
  if (!hasEnded(record)) return { status: 'busy', retryAfterMs: 0 };
  await cleanUp(context, record, scope.retry);
  return ended;
}

function isLeaseLost(error: unknown): boolean {
  return ExportEngineError.isInstance(error) && error.code === 'EXPORT_LEASE_LOST';
}
