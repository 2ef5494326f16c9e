import type { ErrorCode } from '@export-engine/core';

/** Codes of this API's own problems. Codes are API; texts are not. */
export type HttpProblemCode =
  | 'HTTP_PARAMETER_INVALID'
  | 'HTTP_BODY_MALFORMED'
  | 'HTTP_UNAUTHENTICATED'
  | 'HTTP_CROSS_SITE'
  | 'HTTP_NOT_FOUND'
  | 'HTTP_METHOD_NOT_ALLOWED'
  | 'HTTP_BODY_TOO_LARGE'
  | 'HTTP_MEDIA_TYPE_UNSUPPORTED'
  | 'HTTP_BODY_INVALID'
  | 'HTTP_TOO_MANY_EXPORTS';

/** What a code is answered with. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Says what to do about it; an error's own message replaces it only where that message is written for clients. */
  readonly detail: string;
}

export const httpProblems: Readonly<Record<HttpProblemCode, ProblemKind>> = {
  HTTP_PARAMETER_INVALID: {
    status: 400,
    title: 'A parameter or header is invalid',
    detail: 'Correct what "errors" names.',
  },
  HTTP_BODY_MALFORMED: {
    status: 400,
    title: 'The body is not JSON',
    detail: 'Send one JSON value, encoded as UTF-8.',
  },
  HTTP_UNAUTHENTICATED: { status: 401, title: 'Not signed in', detail: 'Sign in, then send the request again.' },
  HTTP_CROSS_SITE: {
    status: 403,
    title: 'The request comes from another site',
    detail: 'A page of another site may not do this, unless its origin is one that this API allows.',
  },
  HTTP_NOT_FOUND: { status: 404, title: 'Nothing is here', detail: 'This API has no such path.' },
  HTTP_METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The method is not allowed here',
    detail: 'The header "Allow" names the methods of this path.',
  },
  HTTP_BODY_TOO_LARGE: { status: 413, title: 'The body is too large', detail: 'Send a smaller body.' },
  HTTP_MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The body is not declared as JSON',
    detail: 'Send JSON, with the header "Content-Type: application/json".',
  },
  HTTP_BODY_INVALID: {
    status: 422,
    title: 'The body does not describe an export',
    detail: 'Correct what "errors" names.',
  },
  HTTP_TOO_MANY_EXPORTS: {
    status: 429,
    title: 'Too many exports at once',
    detail: 'Wait until one of your exports has ended, or cancel one.',
  },
};

const unavailable: ProblemKind = {
  status: 503,
  title: 'The service is not available for the moment',
  detail: 'Send the request again after the time in "Retry-After"; an Idempotency-Key makes that safe.',
};

export const unexpected: ProblemKind = {
  status: 500,
  title: 'Something went wrong here',
  detail: 'The request may be right; the service could not answer it.',
};

/** Codes of the engine that are not 500. */
export const engineProblems: Readonly<Partial<Record<ErrorCode, ProblemKind>>> = {
  EXPORT_NOT_FOUND: { status: 404, title: 'No such export', detail: 'There is no such export, or it is not yours.' },
  EXPORT_STATE_INVALID: {
    status: 409,
    title: 'The export has no file',
    detail: 'A file is there once the export is completed; watch its status.',
  },
  EXPORT_OPTIONS_INVALID: {
    status: 422,
    title: "The export can't be started as asked",
    detail: 'Correct the request.',
  },
  // 422 is what draft-ietf-httpapi-idempotency-key-header asks for; 409 is for a first request that is still being served,
  // which here is waited for.
  EXPORT_IDEMPOTENCY_CONFLICT: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    detail: 'Use a new key for a new export, and the same body with the same key.',
  },
  EXPORT_SOURCE_UNAVAILABLE: unavailable,
  EXPORT_SINK_UNAVAILABLE: unavailable,
  EXPORT_STORE_UNAVAILABLE: unavailable,
  EXPORT_STORE_CONFLICT: unavailable,
};
