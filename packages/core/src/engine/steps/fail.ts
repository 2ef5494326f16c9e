import type { StepOptions, StepOutcome } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { type Failure, hasEnded } from '../export-record.ts';
import { done, ended } from '../outcomes.ts';
import { updateRecord } from '../record-store.ts';
import { openStepScope } from '../step-scope.ts';

/** Ends the export as `failed`. What is then to be cleaned up and told is `deliver`'s. */
export async function fail(
  context: EngineContext,
  exportId: string,
  error: unknown,
  options: StepOptions,
): Promise<StepOutcome> {
  if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_LEASE_LOST') {
    return { status: 'busy', retryAfterMs: 0 };
  }
  using scope = openStepScope(context, options);
  const failure = failureOf(error);
  let hasEndedBefore = false;
  await updateRecord(
    context,
    exportId,
    (record) => {
      hasEndedBefore = hasEnded(record);
      if (hasEndedBefore) return null;
      return { state: 'failed', failure, endedAt: new Date(context.clock.now()).toISOString(), lease: null };
    },
    scope.retry,
  );
  return hasEndedBefore ? ended : done;
}

/** Only the engine's own words are kept: a vendor's message may hold row contents. */
function failureOf(error: unknown): Failure {
  if (ExportEngineError.isInstance(error)) return { code: error.code, message: error.message };
  return { code: 'EXPORT_UNEXPECTED', message: 'An unexpected error ended the export.' };
}
