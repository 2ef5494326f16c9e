import { ExportEngineError } from '@export-engine/core';
import type { ExportServerActivity } from './server-options.ts';

export type ReportError = (error: unknown, during: ExportServerActivity) => void;

/** What tells the application of errors; it can't do harm by throwing. */
export function reportTo(onError: ReportError = warn): ReportError {
  return (error, during) => {
    try {
      onError(error, during);
    } catch {
      // A log that fails is not a reason to stop serving.
    }
  };
}

/** An error of the engine holds no secrets; of any other nothing is shown but its kind. */
function warn(error: unknown, during: ExportServerActivity): void {
  const what = ExportEngineError.isInstance(error)
    ? `${error.code}: ${error.message}`
    : `${error instanceof Error ? error.name : 'an error'}; pass "onError" to see it.`;
  process.emitWarning(`Export server, ${during}: ${what}`);
}
