import type { JsonObject } from '../contracts/index.ts';
import { type ErrorCode, errorCodes } from './error-codes.ts';

const brand = Symbol.for('@export-engine/error');

export interface ExportEngineErrorOptions {
  /** The vendor's error. Never copied into the message: it may hold row contents. */
  readonly cause?: unknown;
  /** Facts for programs: numbers, names. No secrets, no row contents. */
  readonly details?: JsonObject | undefined;
  /** @default what the code says */
  readonly isRetryable?: boolean | undefined;
  /** The server asked to wait this long before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The one error class of the engine and its adapters. Test with `ExportEngineError.isInstance(error)`, not with
 * `instanceof`: an ESM and a CJS copy of this package can meet in one process.
 *
 * @example
 * ```ts
 * import { ExportEngineError } from '@export-engine/core';
 *
 * const error = new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
 * if (ExportEngineError.isInstance(error)) console.log(error.code, error.isRetryable);
 * ```
 */
export class ExportEngineError extends Error {
  readonly code: ErrorCode;
  readonly isRetryable: boolean;
  readonly details: JsonObject;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: ExportEngineErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'ExportEngineError';
    this.code = code;
    this.isRetryable = options.isRetryable ?? errorCodes[code].isRetryable;
    this.details = options.details ?? {};
    this.retryAfterMs = options.retryAfterMs;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether a value is an error of this engine, of whichever copy of the package. */
  static isInstance(value: unknown): value is ExportEngineError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
  }
}
