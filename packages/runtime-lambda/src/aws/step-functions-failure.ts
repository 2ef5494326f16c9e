import { type ErrorCode, ExportEngineError } from '@export-engine/core';

/** Answers that another try can change; https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html */
const transientNames: readonly string[] = [
  'ThrottlingException',
  'RequestLimitExceeded',
  'ExecutionLimitExceeded',
  'StateMachineDeleting',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'ExpiredTokenException',
  'ServiceUnavailable',
  'InternalFailure',
  'TimeoutError',
  'AbortError',
  'CredentialsProviderError',
];

/** The code of every failure of Step Functions; whether another try can help is the error's `isRetryable`. */
const code: ErrorCode = 'EXPORT_UNEXPECTED';

/** The name by which Step Functions or the SDK calls an error: `ExecutionAlreadyExists`. */
export function errorName(error: unknown): string | undefined {
  const { name } = (typeof error === 'object' && error !== null ? error : {}) as { readonly name?: unknown };
  return text(name, /^(?!Error$)[A-Za-z0-9.]{1,64}$/);
}

/**
 * An error of the SDK as an error of the engine. The vendor's error is its `cause`; the message holds its name and status
 * only. `details` has `operation`, and `awsError` and `httpStatus` where there was an answer.
 */
export function stepFunctionsFailure(operation: string, error: unknown): ExportEngineError {
  const name = errorName(error);
  const { httpStatus, systemCode } = factsOf(error);
  const said = [httpStatus, name].filter((fact) => fact !== undefined).join(' ');
  const isBrokenConnection = httpStatus === undefined && /^(E[A-Z]|UND_ERR_)/.test(systemCode ?? '');
  // A good status with an error: the answer was cut or could not be read.
  const isTransientStatus =
    httpStatus !== undefined && (httpStatus < 300 || httpStatus === 408 || httpStatus === 429 || httpStatus >= 500);
  return new ExportEngineError(code, `Step Functions ${operation} failed: ${said || 'no answer'}.`, {
    cause: error,
    details: {
      operation,
      ...(name === undefined ? {} : { awsError: name }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
    },
    isRetryable: isBrokenConnection || isTransientStatus || transientNames.includes(name ?? ''),
  });
}

/** The error of a call that got no answer in time. */
export function stepFunctionsTimeout(operation: string, timeoutMs: number): ExportEngineError {
  return new ExportEngineError(code, `Step Functions ${operation} did not answer within ${timeoutMs} ms.`, {
    details: { operation, timeoutMs },
    isRetryable: true,
  });
}

interface Facts {
  readonly httpStatus: number | undefined;
  /** Code of a system error, of the error itself or of its cause. */
  readonly systemCode: string | undefined;
}

function factsOf(error: unknown): Facts {
  const vendor = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown;
    readonly cause?: { readonly code?: unknown };
    readonly $metadata?: { readonly httpStatusCode?: unknown };
  };
  const { httpStatusCode } = vendor.$metadata ?? {};
  return {
    httpStatus: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
    systemCode: text(vendor.code, /^[A-Z0-9_]+$/) ?? text(vendor.cause?.code, /^[A-Z0-9_]+$/),
  };
}

function text(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
