/** What the errors of the SDK, of nodemailer and of Node tell, each fact only if it is a plain word or number. */
export interface FailureFacts {
  readonly name: string | undefined;
  /** A system error's code (`ECONNREFUSED`), or nodemailer's (`EAUTH`); of the error itself or of its cause. */
  readonly code: string | undefined;
  /** Status of an HTTP answer. */
  readonly httpStatus: number | undefined;
  /** The header, as the service sent it. */
  readonly retryAfter: string | undefined;
  /** Whether the error is the AWS SDK's. */
  readonly isFromAws: boolean;
  /** Code of an SMTP reply, 200 to 599. */
  readonly smtpCode: number | undefined;
  /** The SMTP command it answered: `RCPT TO`. */
  readonly smtpCommand: string | undefined;
  /** The service's own words. They may hold addresses: to be looked at, never to be shown. */
  readonly words: string;
}

interface VendorError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: { readonly code?: unknown } | null;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly $response?: { readonly statusCode?: unknown; readonly headers?: Readonly<Record<string, unknown>> };
  readonly statusCode?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

export function factsOf(error: unknown): FailureFacts {
  const vendor = (typeof error === 'object' && error !== null ? error : {}) as VendorError;
  const { $metadata, $response } = vendor;
  return {
    name: word(vendor.name, /^[A-Za-z0-9.]{1,64}$/),
    code: word(vendor.code, /^[A-Z0-9_]{1,64}$/) ?? word(vendor.cause?.code, /^[A-Z0-9_]{1,64}$/),
    httpStatus: firstNumber($metadata?.httpStatusCode, $response?.statusCode, vendor.statusCode),
    retryAfter: word($response?.headers?.['retry-after'], /^[\w ,:]{1,40}$/),
    isFromAws: $metadata !== undefined,
    smtpCode: firstNumber(vendor.responseCode),
    smtpCommand: word(vendor.command, /^[A-Z0-9 -]{1,30}$/),
    words: [vendor.message, vendor.response].filter((text) => typeof text === 'string').join('\n'),
  };
}

function word(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function firstNumber(...values: readonly unknown[]): number | undefined {
  return values.find((value) => typeof value === 'number');
}
