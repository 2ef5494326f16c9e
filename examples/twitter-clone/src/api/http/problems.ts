import { ExportEngineError } from '@export-engine/core';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An answer that says what is wrong, as of RFC 9457. `detail` is for the person who asked: no secret, nobody's data. */
export function problem(status: ContentfulStatusCode, title: string, detail?: string): Response {
  const body = { type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) };
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } });
}

/** Thrown by a handler, answered as a problem. */
export function refusal(status: ContentfulStatusCode, title: string, detail?: string): HTTPException {
  return new HTTPException(status, { message: detail ?? title, res: problem(status, title, detail) });
}

/** The status for what the engine refuses; `null` for what is our own fault. */
export function refusalOf(error: unknown): HTTPException | null {
  if (error instanceof HTTPException) return error;
  if (!ExportEngineError.isInstance(error)) return null;
  if (error.code === 'EXPORT_NOT_FOUND') return refusal(404, 'Not Found', 'No such export.');
  if (error.code === 'EXPORT_STATE_INVALID') return refusal(409, 'Conflict', error.message);
  if (error.isRetryable) return refusal(503, 'Service Unavailable', 'Try again in a moment.');
  return null;
}
