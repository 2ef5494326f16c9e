import { createHash } from 'node:crypto';
import type { JsonValue } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';
import type { ExportRecord } from './export-record.ts';
import { writeOnce } from './write-once.ts';

/**
 * What an idempotency key stands for. It is written before the record, so that of two equal requests at the same instant,
 * or of one that died in between, both come to the same export.
 */
export interface RequestClaim {
  readonly exportId: string;
  readonly createdAt: string;
  /** SHA-256 of the request. */
  readonly fingerprint: string;
}

const claimsPrefix = 'claims/';

/**
 * Claims an idempotency key for a new record, or finds the earlier claim.
 *
 * @returns the record with the id and time of whoever was first
 * @throws ExportEngineError `EXPORT_IDEMPOTENCY_CONFLICT` when the key was used for another request
 */
export async function claimRequest(
  context: EngineContext,
  record: ExportRecord,
  idempotencyKey: string,
  retry: RetryPolicy,
): Promise<ExportRecord> {
  const claimKey = claimKeyOf(record, idempotencyKey);
  const claim: RequestClaim = {
    exportId: record.id,
    createdAt: record.createdAt,
    fingerprint: fingerprintOf(record),
  };
  // The contracts' interfaces are JSON by definition, but TypeScript gives interfaces no index signature.
  const stored = await writeOnce(context, claimKey, { ...claim }, retry);
  const first = stored as unknown as RequestClaim;
  if (first.fingerprint !== claim.fingerprint) {
    throw new ExportEngineError(
      'EXPORT_IDEMPOTENCY_CONFLICT',
      'This idempotency key was used for another request: use a new key for a new export.',
    );
  }
  const key = record.target.key.replace(record.id, first.exportId);
  return {
    ...record,
    id: first.exportId,
    createdAt: first.createdAt,
    claimKey,
    target: { ...record.target, key },
  };
}

/** Whether an earlier request has claimed the key. */
export async function isClaimed(
  context: EngineContext,
  record: ExportRecord,
  idempotencyKey: string,
  retry: RetryPolicy,
): Promise<boolean> {
  const { signal } = retry;
  const entry = await withRetry(retry, () => context.store.read(claimKeyOf(record, idempotencyKey), { signal }));
  return entry !== undefined;
}

function claimKeyOf({ owner }: ExportRecord, idempotencyKey: string): string {
  return claimsPrefix + sha256(JSON.stringify([owner, idempotencyKey]));
}

function fingerprintOf({ request, requestedColumns, target, label, deliveries }: ExportRecord): string {
  const recipients = deliveries.map(({ notifier, recipient }) => ({ notifier, recipient }));
  const asked = { request, requestedColumns, fileName: target.fileName, label, recipients };
  return sha256(JSON.stringify(sorted(asked as unknown as JsonValue)));
}

/** Two requests that differ only in the order of keys are the same. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
