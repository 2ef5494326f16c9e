import type { ExportEngineError } from '@export-engine/core';

/** One attempt failed in a way that another may not. Never leaves this package: the last one's `failure` does. */
export class TryAgain extends Error {
  readonly failure: ExportEngineError;
  /** Whether asking for fewer rows may help. */
  readonly isTooLarge: boolean;

  constructor(failure: ExportEngineError, options: { readonly isTooLarge?: boolean } = {}) {
    super(failure.message, { cause: failure });
    this.name = 'TryAgain';
    this.failure = failure;
    this.isTooLarge = options.isTooLarge ?? false;
  }
}
