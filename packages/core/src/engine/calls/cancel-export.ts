import type { ExportSteps } from '../../contracts/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { type ExportRecord, hasEnded } from '../export-record.ts';
import { checkId } from '../export-request.ts';
import { updateRecord } from '../record-store.ts';
import { openStepScope } from '../step-scope.ts';
import { deliver } from '../steps/deliver.ts';
import { checkOwner, readOwned } from './read-owned.ts';

/** The record first, so that every worker stops at its next commit; then the worker here; then what it stored. */
export async function cancelExport(
  context: EngineContext,
  exportId: string,
  owner: string,
  steps: ExportSteps,
  signal: AbortSignal,
): Promise<ExportRecord> {
  checkId(exportId);
  using scope = openStepScope(context, { signal });
  const endedAt = new Date(context.clock.now()).toISOString();
  const cancelled = (record: ExportRecord) => {
    checkOwner(record, owner);
    return hasEnded(record) ? null : ({ state: 'cancelled', endedAt, lease: null } as const);
  };
  const { record } = await updateRecord(context, exportId, cancelled, scope.retry);
  if (record.state === 'cancelled') {
    await context.orchestrator.stop(exportId, { signal, steps });
    // What the clean-up could not do now, the sweeper does.
    await deliver(context, exportId, { signal });
  }
  return readOwned(context, exportId, owner, scope.retry);
}
