import { type ErrorCode, ExportEngineError } from '@export-engine/core';

/** A call of a part of the engine that lives in another process. */
export interface RemoteCall {
  readonly part: string;
  readonly method: string;
  readonly args: readonly unknown[];
  /** Of the process that calls. */
  readonly pid: number;
}

/** JSON with bytes in it. */
export function toWire(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, plain: unknown) {
    const original = this[key];
    return original instanceof Uint8Array ? { $bytes: Buffer.from(original).toString('base64') } : plain;
  });
}

export function fromWire(text: string): unknown {
  return JSON.parse(text, (_, value) =>
    typeof value?.$bytes === 'string' ? new Uint8Array(Buffer.from(value.$bytes, 'base64')) : value,
  );
}

interface WireError {
  readonly code?: ErrorCode | undefined;
  readonly message: string;
  readonly isRetryable?: boolean | undefined;
}

export function errorToWire(error: unknown): WireError {
  const { message } = error as Error;
  return ExportEngineError.isInstance(error)
    ? { code: error.code, message, isRetryable: error.isRetryable }
    : { message };
}

export function errorFromWire({ code, message, isRetryable }: WireError): Error {
  return code === undefined ? new Error(message) : new ExportEngineError(code, message, { isRetryable });
}
