import type { Link } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { checkId } from '../export-request.ts';
import { readRecord, updateRecord } from '../record-store.ts';
import { checkOwner } from './read-owned.ts';

/** @throws ExportEngineError `EXPORT_STATE_INVALID` before completion */
export function linkTo(
  context: EngineContext,
  { file, state, target }: ExportRecord,
  expiresInSeconds: number,
  retry: RetryPolicy,
): Promise<Link> {
  if (state !== 'completed' || file === null) {
    throw new ExportEngineError('EXPORT_STATE_INVALID', `There is no file to link to: the export is ${state}.`);
  }
  const wanted = { expiresInSeconds, fileName: target.fileName, signal: retry.signal };
  return withRetry(retry, () => context.sink.link(file, wanted));
}

/** A token that is wrong in any way finds nothing, in the words of an unknown id. */
export async function readByToken(
  context: EngineContext,
  exportId: string,
  accessToken: string,
  retry: RetryPolicy,
): Promise<ExportRecord> {
  checkId(exportId);
  const { record } = await readRecord(context, exportId, retry);
  if (context.fileAccess?.isValid(accessToken, record, context.clock.now()) === true) return record;
  throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
}

export async function revokeAccess(
  context: EngineContext,
  exportId: string,
  owner: string,
  retry: RetryPolicy,
): Promise<ExportRecord> {
  checkId(exportId);
  const next = (record: ExportRecord) => {
    checkOwner(record, owner);
    return { accessVersion: record.accessVersion + 1 };
  };
  return (await updateRecord(context, exportId, next, retry)).record;
}
