import type { ExportSteps } from '../../contracts/index.ts';
import type { EngineContext } from '../engine-context.ts';
import { hasEnded, recordPrefix } from '../export-record.ts';
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
    using scope = openStepScope(context, { signal });
    const { record } = await readRecord(context, key.slice(recordPrefix.length), scope.retry);
    if (hasEnded(record)) continue;
    await context.orchestrator.start(record.id, { signal, steps });
    resumed.push(record.id);
  }
  return resumed;
}
