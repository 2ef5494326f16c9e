import type { JsonObject } from '@export-engine/core';
import type { Context } from 'hono';

/** One operation of the API: how it answers, and what the OpenAPI document says of it. */
export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  /** Below the base path, in Hono's words: `/:id/file`; empty for the base path itself. */
  readonly path: string;
  /** An OpenAPI 3.1 Operation Object. */
  readonly operation: JsonObject;
  /** What it throws is answered as a problem. */
  answer(context: Context): Response | Promise<Response>;
}
