import type { ErrorCode } from '@export-engine/core';

/** An error that is already in the engine's words. */
export class Refusal extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The query can't be answered, however often it is asked. */
export function rejected(message: string, cause?: unknown): Refusal {
  return new Refusal('EXPORT_SOURCE_REJECTED', message, cause === undefined ? undefined : { cause });
}
