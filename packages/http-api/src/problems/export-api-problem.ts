const brand = Symbol.for('@export-engine/http-api/problem');

/** One thing that is wrong with a request. */
export interface ProblemError {
  /** Where: a JSON Pointer (RFC 6901) into the body (`/search/0`; empty for the whole), or the parameter's name. */
  readonly path: string;
  /** What, without the value. */
  readonly message: string;
}

export interface ExportApiProblemOptions {
  /** 400 to 599. */
  readonly status: number;
  /** For programs; upper case: `REPORT_TOO_WIDE`. Sent. */
  readonly code: string;
  /** What kind of problem it is, the same each time. Sent. */
  readonly title: string;
  /** What to do about it. Sent. */
  readonly detail?: string | undefined;
  /** What is wrong, piece by piece. Sent. */
  readonly errors?: readonly ProblemError[] | undefined;
  /** Address of a page about this problem. Sent. @default 'about:blank' */
  readonly type?: string | undefined;
  /** More headers of the response: `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Kept for `onError`, never sent. */
  readonly cause?: unknown;
}

/**
 * An error that says how the request is to be answered: as `application/problem+json` (RFC 9457). For the application to
 * throw in `identify`, `resolve` and `tickets.issue`; every other error becomes a 500 without a word about its cause.
 *
 * @throws TypeError for a status or a code of another form
 *
 * @example
 * ```ts
 * import { ExportApiProblem } from '@export-engine/http-api';
 *
 * const title = 'The plan of this account has no exports';
 * const problem = new ExportApiProblem({ status: 403, code: 'PLAN_WITHOUT_EXPORTS', title });
 * ```
 */
export class ExportApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly ProblemError[] | undefined;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ExportApiProblemOptions) {
    super(options.detail ?? options.title, 'cause' in options ? { cause: options.cause } : undefined);
    if (!Number.isInteger(options.status) || options.status < 400 || options.status > 599) {
      throw new TypeError('ExportApiProblem: option "status" must be an integer from 400 to 599.');
    }
    if (!/^[A-Z][A-Z0-9_]{0,99}$/.test(options.code)) {
      throw new TypeError(
        'ExportApiProblem: option "code" must be 1 to 100 of A-Z, 0-9 and _, beginning with a letter.',
      );
    }
    this.name = 'ExportApiProblem';
    this.status = options.status;
    this.code = options.code;
    this.title = options.title;
    this.detail = options.detail;
    this.errors = options.errors;
    this.type = options.type ?? 'about:blank';
    this.headers = options.headers ?? {};
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether a value is such an error, of whichever copy of the package. */
  static isInstance(value: unknown): value is ExportApiProblem {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
  }
}
