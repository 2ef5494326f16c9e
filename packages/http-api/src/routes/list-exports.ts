import type { ExportApiSettings } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { limitParameter } from '../openapi/parameters.ts';
import { jsonResponse, problems } from '../openapi/responses.ts';
import { listLimitOf } from '../requests/list-limit.ts';
import { viewOf } from '../status-view.ts';
import type { Route } from './route.ts';

export function listExports(settings: ExportApiSettings): Route {
  return {
    method: 'get',
    path: '',
    operation: {
      operationId: 'listExports',
      summary: 'Your exports, the newest first',
      parameters: [limitParameter],
      responses: { 200: jsonResponse('The exports', 'ExportList'), ...problems(400, 401, 500, 503) },
    },
    async answer(context) {
      const { raw: request } = context.req;
      const { owner } = await identifyOwner(settings, context);
      const limit = listLimitOf(context.req.queries('limit') ?? []);
      const statuses = await settings.engine.list({ owner, limit, signal: request.signal });
      return context.json({ exports: statuses.map(viewOf) });
    },
  };
}
