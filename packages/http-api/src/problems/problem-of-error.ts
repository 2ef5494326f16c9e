import { ExportEngineError } from '@export-engine/core';
import { ExportApiProblem } from './export-api-problem.ts';
import { engineProblems, unexpected } from './problem-codes.ts';
import { problemType } from './problem-type.ts';

const defaultRetrySeconds = 5;

/**
 * How an error is answered. Of an error that no code explains nothing is told. A message of the engine holds no secret,
 * but it speaks to whoever runs the service: only what names a wrong option of the request is passed on.
 */
export function problemOfError(error: unknown): ExportApiProblem {
  if (ExportApiProblem.isInstance(error)) return error;
  const code = ExportEngineError.isInstance(error) ? error.code : 'EXPORT_UNEXPECTED';
  const kind = engineProblems[code] ?? unexpected;
  return new ExportApiProblem({
    ...kind,
    code,
    type: problemType(code),
    ...(code === 'EXPORT_OPTIONS_INVALID' && { detail: (error as Error).message }),
    ...(kind.status === 503 && { headers: { 'Retry-After': String(retrySeconds(error)) } }),
    cause: error,
  });
}

function retrySeconds(error: unknown): number {
  const { retryAfterMs } = error as ExportEngineError;
  return retryAfterMs === undefined ? defaultRetrySeconds : Math.max(1, Math.ceil(retryAfterMs / 1000));
}
