import type { ExportSteps } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { RetryPolicy } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import { type ExportRecord, hasEnded } from '../export-record.ts';
import { type ExportRequest, newRecord } from '../export-request.ts';
import { addOwnerEntry } from '../owner-index.ts';
import { createRecord, readRecord } from '../record-store.ts';
import { claimRequest, isClaimed } from '../request-claim.ts';
import { openStepScope } from '../step-scope.ts';

export interface StartExportOptions {
  readonly steps: ExportSteps;
  /** Asked before a new export is made. */
  readonly admit: () => void | Promise<void>;
  readonly signal: AbortSignal;
}

/** Checks, records, hands over. A repeated request finds the first one's export, wherever that one was cut short. */
export async function startExport(
  context: EngineContext,
  request: ExportRequest<never>,
  { steps, admit, signal }: StartExportOptions,
): Promise<ExportRecord> {
  const draft = newRecord(context, request);
  using scope = openStepScope(context, { signal });
  const { retry } = scope;
  const record =
    request.idempotencyKey === undefined
      ? await admitAndCreate()
      : await createOrFind(context, await claim(request.idempotencyKey), retry);
  if (!hasEnded(record)) await context.orchestrator.start(record.id, { signal, steps });
  return record;

  async function admitAndCreate(): Promise<ExportRecord> {
    await admit();
    return create(context, draft, retry);
  }

  /** Whoever claims the key is the one to be admitted; whoever finds a claim goes on with what it stands for. */
  async function claim(idempotencyKey: string): Promise<ExportRecord> {
    if (!(await isClaimed(context, draft, idempotencyKey, retry))) await admit();
    return claimRequest(context, draft, idempotencyKey, retry);
  }
}

async function createOrFind(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<ExportRecord> {
  const found = await find(context, record.id, retry);
  if (found !== undefined) return found;
  try {
    return await create(context, record, retry);
  } catch (error) {
    // An equal request was faster between the two calls.
    if (!hasCode(error, 'EXPORT_STORE_CONFLICT')) throw error;
    return (await readRecord(context, record.id, retry)).record;
  }
}

async function find(context: EngineContext, id: string, retry: RetryPolicy): Promise<ExportRecord | undefined> {
  try {
    return (await readRecord(context, id, retry)).record;
  } catch (error) {
    if (hasCode(error, 'EXPORT_NOT_FOUND')) return undefined;
    throw error;
  }
}

async function create(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<ExportRecord> {
  await addOwnerEntry(context, record, retry);
  await createRecord(context, record, retry);
  return record;
}

function hasCode(error: unknown, code: string): boolean {
  return ExportEngineError.isInstance(error) && error.code === code;
}
