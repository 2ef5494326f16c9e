import { ExportEngineError } from '@export-engine/core';

/** Any error on the way to a connection as what a notifier throws. An error that nobody classified is final. */
export function deliveryFailure(error: unknown): ExportEngineError {
  if (!ExportEngineError.isInstance(error)) return failed('A connection could not be told.', error, false);
  if (error.code === 'EXPORT_NOTIFY_FAILED') return error;
  return failed(`A connection could not be told: ${error.code}.`, error, error.isRetryable);
}

/** One failure for several. Another try helps if it helps one of them; those it does not help are failures again. */
export function firstOf(failures: readonly ExportEngineError[]): ExportEngineError {
  const first = failures.find((failure) => failure.isRetryable) ?? failures[0];
  if (failures.length === 1 && first !== undefined) return first;
  const cause = new AggregateError(failures, 'Several connections could not be told.');
  return failed(`${failures.length} connections could not be told.`, cause, first?.isRetryable ?? false);
}

function failed(message: string, cause: unknown, isRetryable: boolean): ExportEngineError {
  return new ExportEngineError('EXPORT_NOTIFY_FAILED', message, { cause, isRetryable });
}
