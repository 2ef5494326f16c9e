import type { ExportApiSettings } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { exportIdParameter } from '../openapi/parameters.ts';
import { jsonResponse, problems } from '../openapi/responses.ts';
import { viewOf } from '../status-view.ts';
import { exportIdOf } from './export-id.ts';
import type { Route } from './route.ts';

export function cancelExport(settings: ExportApiSettings): Route {
  return {
    method: 'delete',
    path: '/:id',
    operation: {
      operationId: 'cancelExport',
      summary: 'Cancel an export',
      description: 'Ends it and removes what it stored. One that has ended stays as it is. Can be repeated.',
      parameters: [exportIdParameter],
      responses: { 200: jsonResponse('The status after it', 'ExportStatus'), ...problems(401, 403, 404, 500, 503) },
    },
    async answer(context) {
      const { owner } = await identifyOwner(settings, context);
      // Not the client's signal: who hangs up after "cancel" still wants it done, clean-up included.
      return context.json(viewOf(await settings.engine.cancel(exportIdOf(context), { owner })));
    },
  };
}
