import { ExportEngineError } from '@export-engine/core';

/** Answers that another try can change; https://docs.aws.amazon.com/apigatewaymanagementapi/latest/api/CommonErrors.html */
const transientNames: readonly string[] = [
  'LimitExceededException',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestTimeTooSkewed',
  'RequestExpired',
  'ExpiredTokenException',
  'TimeoutError',
  'AbortError',
  'CredentialsProviderError',
];

/** Whether API Gateway says that there is no such connection any more. */
export function isGone(error: unknown): boolean {
  const { name, httpStatus } = factsOf(error);
  return name === 'GoneException' || httpStatus === 410;
}

/**
 * An error of the SDK as an error of the engine. The vendor's error is its `cause`; the message holds its name and status
 * only. `details` has `awsError` and `httpStatus` where there was an answer.
 */
export function apiGatewayFailure(error: unknown): ExportEngineError {
  const { name, httpStatus, systemCode } = factsOf(error);
  const said = [httpStatus, name].filter((fact) => fact !== undefined).join(' ');
  const isBrokenConnection = httpStatus === undefined && /^(E[A-Z]|UND_ERR_)/.test(systemCode ?? '');
  // A good status with an error: the answer was cut or could not be read.
  const isTransientStatus =
    httpStatus !== undefined && (httpStatus < 300 || httpStatus === 408 || httpStatus === 429 || httpStatus >= 500);
  return new ExportEngineError('EXPORT_NOTIFY_FAILED', `API Gateway PostToConnection failed: ${said || 'no answer'}.`, {
    cause: error,
    details: {
      ...(name === undefined ? {} : { awsError: name }),
      ...(httpStatus === undefined ? {} : { httpStatus }),
    },
    isRetryable: isBrokenConnection || isTransientStatus || transientNames.includes(name ?? ''),
  });
}

/** The error of a call that got no answer in time. */
export function apiGatewayTimeout(timeoutMs: number): ExportEngineError {
  return new ExportEngineError(
    'EXPORT_NOTIFY_FAILED',
    `API Gateway PostToConnection did not answer within ${timeoutMs} ms.`,
    { details: { timeoutMs }, isRetryable: true },
  );
}

interface Facts {
  readonly name: string | undefined;
  readonly httpStatus: number | undefined;
  /** Code of a system error, of the error itself or of its cause. */
  readonly systemCode: string | undefined;
}

function factsOf(error: unknown): Facts {
  const vendor = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly code?: unknown;
    readonly cause?: { readonly code?: unknown };
    readonly $metadata?: { readonly httpStatusCode?: unknown };
  };
  const { httpStatusCode } = vendor.$metadata ?? {};
  return {
    // The name comes with the answer: nothing but a plain word may get into a message.
    name: text(vendor.name, /^(?!Error$)[A-Za-z0-9.]{1,64}$/),
    httpStatus: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
    systemCode: text(vendor.code, /^[A-Z0-9_]+$/) ?? text(vendor.cause?.code, /^[A-Z0-9_]+$/),
  };
}

function text(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
