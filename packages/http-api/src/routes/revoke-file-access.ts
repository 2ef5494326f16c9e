import type { ExportApiSettings } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { exportIdParameter } from '../openapi/parameters.ts';
import { problems } from '../openapi/responses.ts';
import { exportIdOf } from './export-id.ts';
import type { Route } from './route.ts';

export function revokeFileAccess(settings: ExportApiSettings): Route {
  return {
    method: 'delete',
    path: '/:id/file-access',
    operation: {
      operationId: 'revokeFileAccess',
      summary: 'Make every mailed link to the file useless',
      description: 'The owner still gets the file. Short-lived links that were made before live to their end.',
      parameters: [exportIdParameter],
      responses: { 204: { description: 'Done' }, ...problems(401, 403, 404, 500, 503) },
    },
    async answer(context) {
      const { owner } = await identifyOwner(settings, context);
      await settings.engine.revokeFileAccess(exportIdOf(context), { owner });
      return context.body(null, 204);
    },
  };
}
