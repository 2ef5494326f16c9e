import type { ExportApiSettings } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { exportIdParameter } from '../openapi/parameters.ts';
import { jsonResponse, problems } from '../openapi/responses.ts';
import { viewOf } from '../status-view.ts';
import { exportIdOf } from './export-id.ts';
import type { Route } from './route.ts';

export function readExport(settings: ExportApiSettings): Route {
  return {
    method: 'get',
    path: '/:id',
    operation: {
      operationId: 'readExport',
      summary: 'How an export is',
      parameters: [exportIdParameter],
      responses: { 200: jsonResponse('The status', 'ExportStatus'), ...problems(401, 404, 500, 503) },
    },
    async answer(context) {
      const { raw: request } = context.req;
      const { owner } = await identifyOwner(settings, context);
      return context.json(viewOf(await settings.engine.status(exportIdOf(context), { owner, signal: request.signal })));
    },
  };
}
