import type { ExportSteps } from '../../contracts/index.ts';
import { type ErrorCode, ExportEngineError } from '../../errors/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { type ExportRecord, hasEnded, recordPrefix } from '../export-record.ts';
import { readRecord } from '../record-store.ts';
import { openStepScope } from '../step-scope.ts';

/** @returns the ids of the exports that were handed to the orchestrator */
export async function resumeExports(
  context: EngineContext,
  steps: ExportSteps,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const resumed: string[] = [];
  for await (const key of context.store.list(recordPrefix, { signal })) {
    const record = await readUnlessBroken(context, key.slice(recordPrefix.length), signal);
    if (record === undefined || hasEnded(record)) continue;
    await context.orchestrator.start(record.id, { signal, steps });
    resumed.push(record.id);
  }
  return resumed;
}

/**
 * One record that is of another version, or that was removed since it was listed, must not keep all others from going on.
 * The sweeper counts it among its errors.
 */
async function readUnlessBroken(
  context: EngineContext,
  exportId: string,
  signal: AbortSignal,
): Promise<ExportRecord | undefined> {
  using scope = openStepScope(context, { signal });
  try {
    return (await readRecord(context, exportId, scope.retry)).record;
  } catch (error) {
    signal.throwIfAborted();
    if (ExportEngineError.isInstance(error) && skipped.includes(error.code)) return undefined;
    throw error;
  }
}

const skipped: readonly ErrorCode[] = ['EXPORT_NOT_FOUND', 'EXPORT_SPEC_UNSUPPORTED'];
