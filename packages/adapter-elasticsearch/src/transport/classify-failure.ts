import { type ErrorCode, ExportEngineError } from '@export-engine/core';
import type { SearchServerError } from './server-error.ts';

/** What to do about a failed request. */
export interface FailureClass {
  readonly code: ErrorCode;
  /** Whether the same request may succeed a little later. */
  readonly isTransient: boolean;
  /** Whether a smaller page may succeed where this one did not. */
  readonly isTooLarge: boolean;
}

/** While a snapshot is read, its index has to be there; before that, a missing one is a wrong request. */
export type Phase = 'before-snapshot' | 'on-snapshot';

const transient: FailureClass = { code: 'EXPORT_SOURCE_UNAVAILABLE', isTransient: true, isTooLarge: false };
const tooLarge: FailureClass = { code: 'EXPORT_SOURCE_UNAVAILABLE', isTransient: true, isTooLarge: true };
const rejected: FailureClass = { code: 'EXPORT_SOURCE_REJECTED', isTransient: false, isTooLarge: false };
const windowTooLarge: FailureClass = { code: 'EXPORT_SOURCE_REJECTED', isTransient: false, isTooLarge: true };
const cursorLost: FailureClass = { code: 'EXPORT_SOURCE_CURSOR_LOST', isTransient: false, isTooLarge: false };

/** The point in time expired, was closed, or its node came back without it. */
const LOST_TYPES = new Set(['search_context_missing_exception']);
/** The index went away. On a snapshot that is a loss; before one, a name that is not there. */
const INDEX_GONE_TYPES = new Set(['index_not_found_exception', 'index_closed_exception']);
/** Memory limits of the server, met by large pages. */
const TOO_LARGE_TYPES = new Set(['circuit_breaking_exception', 'too_large_exception']);
/** The server was too busy, or stopped the search to protect itself. */
const BUSY_TYPES = new Set([
  'es_rejected_execution_exception',
  'open_search_rejected_execution_exception',
  'rejected_execution_exception',
  'task_cancelled_exception',
]);
/** What the same request will meet again every time, even where the server gives it a 5xx. */
const LASTING_TYPES = new Set([
  'array_index_out_of_bounds_exception',
  'class_cast_exception',
  'illegal_argument_exception',
  'json_parse_exception',
  'number_format_exception',
  'null_pointer_exception',
  'parse_exception',
  'parsing_exception',
  'query_shard_exception',
  'script_exception',
  'security_exception',
  'too_many_clauses',
  'unsupported_operation_exception',
  'unsupported_version_exception',
  'x_content_e_o_f_exception',
  'x_content_parse_exception',
]);
const TRANSIENT_STATUSES = new Set([408, 425, 429]);

/**
 * Classifies an error answer by its root types first and its status second.
 *
 * A lost node shows as 502, 503 or 500 first ("missing shards", "no node found") and as 404 only when it comes back
 * without the snapshot. Until then nobody can tell it from a short outage, so it stays retryable.
 */
export function classifyFailure(error: SearchServerError, phase: Phase): FailureClass {
  const has = (types: ReadonlySet<string>): boolean => error.types.some((type) => types.has(type));
  if (has(LOST_TYPES)) return cursorLost;
  if (error.status === 401 || error.status === 403) return rejected;
  if (has(INDEX_GONE_TYPES)) return phase === 'on-snapshot' ? cursorLost : rejected;
  if (has(TOO_LARGE_TYPES)) return tooLarge;
  if (error.reasons.some((reason) => reason.startsWith('Result window is too large'))) return windowTooLarge;
  if (has(BUSY_TYPES) || TRANSIENT_STATUSES.has(error.status)) return transient;
  if (error.status < 500 || has(LASTING_TYPES)) return rejected;
  return transient;
}

/** The coded error for a failed request. */
export function toExportError(
  error: SearchServerError,
  failure: FailureClass,
  owner: string,
  retryAfterMs?: number,
): ExportEngineError {
  const type = error.types[0];
  const what = type === undefined ? `HTTP ${error.status}` : `${type} (HTTP ${error.status})`;
  return new ExportEngineError(failure.code, `${owner} ${words(failure)}: ${what}.`, {
    cause: error,
    details: {
      status: error.status,
      types: [...error.types],
      ...(failure === windowTooLarge ? { isPageTooLarge: true } : {}),
    },
    retryAfterMs,
  });
}

function words(failure: FailureClass): string {
  if (failure === windowTooLarge) return 'allows no result window as large as one page';
  if (failure.code === 'EXPORT_SOURCE_CURSOR_LOST') return 'no longer has the point in time';
  return failure.isTransient ? 'could not answer' : 'refused the request';
}
