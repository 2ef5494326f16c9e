import type { ExportApi } from '@export-engine/http-api';
import type { Hono } from 'hono';

export function mount(app: Hono, api: ExportApi): void {
  app.all('/exports/*', (context) => api.fetch(context.req.raw));
}
