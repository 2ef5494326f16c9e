import type { StepOptions, StepOutcome } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { cleanUp } from './clean-up.ts';
import type { EngineContext } from './engine-context.ts';
import { hasEnded } from './export-record.ts';
import { readRecord } from './record-store.ts';
import { openStepScope } from './step-scope.ts';

/**
 * Works on a record until somebody else writes or removes it. If the export goes on then, there is nothing to do: what this
 * worker wrote is what the other one writes. If it was ended meanwhile, what this worker stored after the clean-up has to go
 * too.
 */
export async function unlessOvertaken<Result>(
  context: EngineContext,
  exportId: string,
  options: StepOptions,
  work: () => Promise<Result>,
): Promise<Result | StepOutcome> {
  try {
    return await work();
  } catch (error) {
    if (isOvertaken(error)) return stepAside(context, exportId, options);
    throw error;
  }
}

async function stepAside(context: EngineContext, exportId: string, options: StepOptions): Promise<StepOutcome> {
  using scope = openStepScope(context, options);
  const { record } = await readRecord(context, exportId, scope.retry);
  if (!hasEnded(record)) return { status: 'busy', retryAfterMs: 0 };
  await cleanUp(context, record, scope.retry);
  return { status: 'ended', retryAfterMs: 0 };
}

/** A segment's record is removed when its export has ended. */
function isOvertaken(error: unknown): boolean {
  return (
    ExportEngineError.isInstance(error) && (error.code === 'EXPORT_LEASE_LOST' || error.code === 'EXPORT_NOT_FOUND')
  );
}
