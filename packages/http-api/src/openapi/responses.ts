import type { JsonObject } from '@export-engine/core';

/** Statuses of the problems that operations can answer with. */
export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

/** A response of JSON by the name of its schema. */
export function jsonResponse(description: string, schema: string, more: JsonObject = {}): JsonObject {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return { description, content, ...more };
}

/** References to the responses of these problems. */
export function problems(...statuses: readonly ProblemStatus[]): JsonObject {
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/${nameOf(status)}` }]),
  );
}

const retryAfter: JsonObject = {
  'Retry-After': { description: 'In seconds', required: true, schema: { type: 'integer', minimum: 1 } },
};

const challenge: JsonObject = { 'WWW-Authenticate': { description: 'How to sign in', schema: { type: 'string' } } };

/** The responses that `problems` refers to. */
export const problemResponses: JsonObject = Object.fromEntries(
  [
    problem(400, 'The body is not JSON, or a parameter or header is invalid'),
    problem(401, 'Not signed in', challenge),
    problem(403, 'Not allowed, or sent by a page of another site'),
    problem(404, 'There is no such export, or it is not yours'),
    problem(409, 'The export has no file (yet)'),
    problem(413, 'The body is too large'),
    problem(415, 'The body is not declared as JSON'),
    problem(422, 'The body does not describe an export, or the Idempotency-Key was used for another one'),
    problem(429, 'Too many exports at once', retryAfter),
    problem(500, 'Something went wrong here'),
    problem(503, 'Not available for the moment', retryAfter),
  ].map(({ status, response }) => [nameOf(status), response]),
);

function problem(
  status: ProblemStatus,
  description: string,
  headers: JsonObject = {},
): { readonly status: ProblemStatus; readonly response: JsonObject } {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { status: { const: status } } }],
  };
  return { status, response: { description, headers, content: { 'application/problem+json': { schema } } } };
}

function nameOf(status: ProblemStatus): string {
  return `Problem${status}`;
}
