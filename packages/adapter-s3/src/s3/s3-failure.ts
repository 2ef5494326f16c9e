import { type ErrorCode, ExportEngineError } from '@export-engine/core';

/** Which contract a call serves; its errors carry that contract's codes. */
export type Port = 'SINK' | 'STORE';

export interface FailedCall {
  readonly port: Port;
  /** Name of the S3 operation, for the message. */
  readonly operation: string;
}

type Outcome = 'unavailable' | 'rejected' | 'limit' | 'conflict' | 'missing' | 'unexpected';

/** "List of error codes", https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the SDK's own come last. */
const outcomes: Readonly<Record<string, Outcome>> = {
  SlowDown: 'unavailable',
  ServiceUnavailable: 'unavailable',
  InternalError: 'unavailable',
  RequestTimeout: 'unavailable',
  OperationAborted: 'unavailable',
  ConditionalRequestConflict: 'unavailable',
  IncompleteBody: 'unavailable',
  XAmzContentSHA256Mismatch: 'unavailable',
  // The SDK corrects its clock by the server's after this answer, so that the next try is right.
  RequestTimeTooSkewed: 'unavailable',
  // Temporary credentials ran out under way: the provider gives new ones.
  ExpiredToken: 'unavailable',
  TokenRefreshRequired: 'unavailable',
  NoSuchUpload: 'conflict',
  InvalidPart: 'conflict',
  InvalidPartOrder: 'conflict',
  PreconditionFailed: 'conflict',
  BadDigest: 'conflict',
  XAmzContentChecksumMismatch: 'conflict',
  EntityTooLarge: 'limit',
  EntityTooSmall: 'limit',
  TooManyParts: 'limit',
  NoSuchKey: 'missing',
  NotFound: 'missing',
  NoSuchBucket: 'rejected',
  TimeoutError: 'unavailable',
  CredentialsProviderError: 'unavailable',
};

const codes: Readonly<Record<Port, Readonly<Record<Outcome, ErrorCode>>>> = {
  SINK: {
    unavailable: 'EXPORT_SINK_UNAVAILABLE',
    rejected: 'EXPORT_SINK_REJECTED',
    limit: 'EXPORT_SINK_LIMIT_EXCEEDED',
    conflict: 'EXPORT_SINK_CONFLICT',
    missing: 'EXPORT_NOT_FOUND',
    unexpected: 'EXPORT_UNEXPECTED',
  },
  STORE: {
    unavailable: 'EXPORT_STORE_UNAVAILABLE',
    rejected: 'EXPORT_STORE_REJECTED',
    limit: 'EXPORT_STORE_REJECTED',
    conflict: 'EXPORT_STORE_CONFLICT',
    missing: 'EXPORT_NOT_FOUND',
    unexpected: 'EXPORT_UNEXPECTED',
  },
};

/**
 * An error of the SDK as an error of the engine. The vendor's error is its `cause`; the message holds S3's error code and
 * status only. `details` has `operation`, and `s3Error` and `httpStatus` where there was an answer.
 */
export function s3Failure(error: unknown, call: FailedCall): ExportEngineError {
  if (ExportEngineError.isInstance(error)) return error;
  const facts = factsOf(error);
  const said = [facts.httpStatus, facts.name].filter((fact) => fact !== undefined).join(' ');
  return new ExportEngineError(
    codes[call.port][outcomeOf(facts)],
    `S3 ${call.operation} failed: ${said || 'no answer'}.`,
    {
      cause: error,
      details: {
        operation: call.operation,
        ...(facts.name === undefined ? {} : { s3Error: facts.name }),
        ...(facts.httpStatus === undefined ? {} : { httpStatus: facts.httpStatus }),
      },
      retryAfterMs: retryAfterMs(facts.retryAfter),
    },
  );
}

/** The error of a call that got no answer in time. */
export function s3Timeout(call: FailedCall, timeoutMs: number): ExportEngineError {
  return new ExportEngineError(
    codes[call.port].unavailable,
    `S3 ${call.operation} did not answer within ${timeoutMs} ms.`,
    {
      details: { operation: call.operation, timeoutMs },
    },
  );
}

/** Whether an error is one that `s3Failure` made of this S3 error code. */
export function isS3Error(error: unknown, ...names: readonly string[]): error is ExportEngineError {
  return ExportEngineError.isInstance(error) && names.includes(String(error.details['s3Error']));
}

/** The first failure, with a second one that came while dealing with it kept in the cause. */
export function withSecondFailure(first: ExportEngineError, second: unknown): ExportEngineError {
  return new ExportEngineError(first.code, first.message, {
    cause: new AggregateError([first.cause, second], 'The call failed, and so did the attempt to settle it.'),
    details: first.details,
    isRetryable: first.isRetryable,
    retryAfterMs: first.retryAfterMs,
  });
}

interface Facts {
  readonly name: string | undefined;
  readonly httpStatus: number | undefined;
  /** Code of a system error, of the error itself or of its cause. */
  readonly systemCode: string | undefined;
  readonly retryAfter: string | undefined;
}

function factsOf(error: unknown): Facts {
  const vendor = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly cause?: { readonly code?: unknown };
    readonly $metadata?: { readonly httpStatusCode?: unknown };
    readonly $response?: { readonly statusCode?: unknown; readonly headers?: Readonly<Record<string, unknown>> };
  };
  return {
    // The name comes from the answer's body: nothing but a plain word may get into a message.
    name: text(vendor.name, /^(?!Error$)[A-Za-z0-9.]{1,64}$/),
    httpStatus: [vendor.$metadata?.httpStatusCode, vendor.$response?.statusCode].find(
      (status) => typeof status === 'number',
    ),
    systemCode: text(vendor.code, /^[A-Z0-9_]+$/) ?? text(vendor.cause?.code, /^[A-Z0-9_]+$/),
    retryAfter: text(vendor.$response?.headers?.['retry-after'], /./),
  };
}

function text(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function outcomeOf({ name, httpStatus, systemCode }: Facts): Outcome {
  const known = name === undefined ? undefined : outcomes[name];
  if (known !== undefined) return known;
  // KMS and STS have throttling errors of their own, with status 400.
  if (name !== undefined && /Throttl|LimitExceeded/.test(name)) return 'unavailable';
  // An answer to HEAD has no body, and so no error code. Any other missing thing (user, region …) is not the object.
  if (httpStatus === 404) return name === undefined || name === 'UnknownError' ? 'missing' : 'rejected';
  if (httpStatus !== undefined) return outcomeOfStatus(httpStatus);
  // errno names (ECONNRESET, ENOTFOUND …), undici's (UND_ERR_SOCKET …), and a client that was destroyed meanwhile.
  const isBrokenConnection = /^(E[A-Z]|UND_ERR_)/.test(systemCode ?? '') && !systemCode?.startsWith('ERR_');
  return isBrokenConnection || name === 'AbortError' ? 'unavailable' : 'unexpected';
}

function outcomeOfStatus(status: number): Outcome {
  // A good status with an error: the answer was cut or could not be read, so what happened is unknown.
  if (status < 300 || status === 408 || status === 429) return 'unavailable';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 413) return 'limit';
  return status >= 500 && status !== 501 ? 'unavailable' : 'rejected';
}

/** Seconds or a date (RFC 9110). */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
