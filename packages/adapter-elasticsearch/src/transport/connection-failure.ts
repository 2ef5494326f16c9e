import { ExportEngineError } from '@export-engine/core';
import { AnswerTooLargeError } from './page-buffer.ts';
import { TryAgain } from './try-again.ts';

/** Errors by which a client says that it will not send this request, now or later. */
const REFUSALS = new Set(['ConfigurationError', 'ProductNotSupportedError', 'SerializationError', 'TypeError']);

/**
 * What to throw for a request that got no whole answer. The client's error stays the cause: its message can hold a URL
 * with credentials.
 */
export function toFailure(
  error: unknown,
  isTimeout: boolean,
  { owner, timeoutMs }: { readonly owner: string; readonly timeoutMs: number },
): unknown {
  if (error instanceof AnswerTooLargeError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  if (isTimeout || name === 'TimeoutError') {
    return new TryAgain(
      new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `${owner} did not answer within ${timeoutMs} ms.`, {
        cause: error,
        details: { timeoutMs },
      }),
      { isTooLarge: true },
    );
  }
  if (REFUSALS.has(name)) {
    return new ExportEngineError('EXPORT_SOURCE_REJECTED', `The client refused to ask ${owner}: ${name}.`, {
      cause: error,
    });
  }
  return new TryAgain(
    new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', `The connection to ${owner} failed: ${name}.`, { cause: error }),
  );
}
