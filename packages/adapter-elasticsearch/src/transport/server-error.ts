import { isRecord } from '../is-record.ts';
import type { Answer } from './send-request.ts';

/**
 * An error answer of the server, kept as the `cause` of the coded error. Its reasons are the server's own words: they
 * can quote the query, so they never enter a coded error's message.
 */
export class SearchServerError extends Error {
  readonly status: number;
  /** Types from the root outwards: `root_cause`, `failed_shards`, `caused_by`, then the error's own. */
  readonly types: readonly string[];
  readonly reasons: readonly string[];

  constructor(status: number, types: readonly string[], reasons: readonly string[]) {
    super(`The search server answered ${status}: ${reasons.join('; ').slice(0, MAX_REASON_LENGTH)}`);
    this.name = 'SearchServerError';
    this.status = status;
    this.types = types;
    this.reasons = reasons;
  }
}

const MAX_REASON_LENGTH = 2000;
const MAX_CAUSES = 50;

/**
 * Reads an error answer. `search_phase_execution_exception` comes with any status from 400 to 504, so what happened is
 * told by the root types only; and `error` may be an object, a string, or (from a proxy) no JSON at all.
 */
export function readServerError(answer: Pick<Answer, 'status' | 'bytes'>): SearchServerError {
  const types = new Set<string>();
  const reasons = new Set<string>();
  const error = parseError(answer.bytes);
  if (typeof error === 'string') reasons.add(error);
  for (const cause of causesOf(error)) {
    if (typeof cause['type'] === 'string') types.add(cause['type']);
    if (typeof cause['reason'] === 'string') reasons.add(cause['reason']);
  }
  return new SearchServerError(answer.status, [...types], [...reasons]);
}

type ErrorObject = Readonly<Record<string, unknown>>;

function parseError(bytes: Uint8Array): unknown {
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    return isRecord(body) ? (body['error'] ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

function causesOf(error: unknown): ErrorObject[] {
  if (!isRecord(error)) return [];
  const causes: ErrorObject[] = [];
  for (const root of listOf(error['root_cause'])) addChain(root, causes);
  for (const shard of listOf(error['failed_shards'])) addChain(shard['reason'], causes);
  addChain(error['caused_by'], causes);
  causes.push(error);
  return causes;
}

/** A cause and what caused it, innermost first. */
function addChain(cause: unknown, causes: ErrorObject[]): void {
  if (!isRecord(cause) || causes.length > MAX_CAUSES) return;
  addChain(cause['caused_by'], causes);
  causes.push(cause);
}

function listOf(value: unknown): ErrorObject[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
