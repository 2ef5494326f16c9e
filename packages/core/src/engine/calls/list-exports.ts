import { ExportEngineError } from '../../errors/index.ts';
import type { RetryPolicy } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { idOfOwnerEntry, ownerPrefix } from '../owner-index.ts';
import { readRecord } from '../record-store.ts';

/** Records read at once. */
const batchSize = 16;

/** An owner's exports, the newest first. Reads one small record each. */
export async function listExports(
  context: EngineContext,
  owner: string,
  limit: number,
  retry: RetryPolicy,
): Promise<readonly ExportRecord[]> {
  const keys: string[] = [];
  for await (const key of context.store.list(ownerPrefix(owner), { signal: retry.signal })) keys.push(key);
  const ids = keys.sort().reverse().map(idOfOwnerEntry);

  const records: ExportRecord[] = [];
  for (let from = 0; from < ids.length && records.length < limit; from += batchSize) {
    const batch = ids.slice(from, from + batchSize).map((id) => readOrSkip(context, id, retry));
    for (const record of await Promise.all(batch)) if (record?.owner === owner) records.push(record);
  }
  return records.slice(0, limit);
}

/** An entry whose record was never written, or is being removed, is passed over. */
async function readOrSkip(context: EngineContext, id: string, retry: RetryPolicy): Promise<ExportRecord | undefined> {
  try {
    return (await readRecord(context, id, retry)).record;
  } catch (error) {
    if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOT_FOUND') return undefined;
    throw error;
  }
}
