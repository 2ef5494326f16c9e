/** A request that was answered with a problem (RFC 9457), or not answered at all. Its message is for people. */
export class ApiError extends Error {
  /** 0 when there was no answer. */
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** What to tell a person about any error. */
export function wordsOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'Something went wrong on this page. Reload it and try again.';
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** Whether another try may help: there was no answer, or one that says "not now". */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === tooManyRequests || error.status >= 500);
}

const tooManyRequests = 429;
