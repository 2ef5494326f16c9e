import type { ExportApi } from '@export-engine/http-api';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

export function lambdaHandler(api: ExportApi): ReturnType<typeof handle> {
  return handle(new Hono().all('/exports/*', (context) => api.fetch(context.req.raw, context.env)));
}
