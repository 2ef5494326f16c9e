import { ExportEngineError } from '../../errors/index.ts';
import type { RetryPolicy } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { checkId } from '../export-request.ts';
import { readRecord } from '../record-store.ts';

/** @throws ExportEngineError `EXPORT_NOT_FOUND`, in the same words for an unknown id and for somebody else's export */
export async function readOwned(
  context: EngineContext,
  exportId: string,
  owner: string,
  retry: RetryPolicy,
): Promise<ExportRecord> {
  checkId(exportId);
  const { record } = await readRecord(context, exportId, retry);
  checkOwner(record, owner);
  return record;
}

export function checkOwner(record: ExportRecord, owner: string): void {
  if (record.owner !== owner) throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
}
