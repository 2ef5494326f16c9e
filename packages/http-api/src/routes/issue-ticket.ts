import type { ExportApiSettings, ExportApiTickets } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { exportIdParameter } from '../openapi/parameters.ts';
import { jsonResponse, problems } from '../openapi/responses.ts';
import { exportIdOf } from './export-id.ts';
import type { Route } from './route.ts';

export function issueTicket(settings: ExportApiSettings, tickets: ExportApiTickets): Route {
  return {
    method: 'post',
    path: '/:id/tickets',
    operation: {
      operationId: 'issueTicket',
      summary: 'Get a ticket to subscribe to push messages with',
      description: 'It is good once, for a short time, for this export.',
      parameters: [exportIdParameter],
      responses: { 201: jsonResponse('The ticket', 'Ticket'), ...problems(401, 403, 404, 500, 503) },
    },
    async answer(context) {
      const { raw: request } = context.req;
      const exportId = exportIdOf(context);
      const { owner } = await identifyOwner(settings, context);
      const call = { owner, signal: request.signal };
      // A ticket says what was true when it was made: that the export is this owner's is looked up here.
      await settings.engine.status(exportId, call);
      const { ticket, expiresAt } = await tickets.issue(exportId, call);
      return context.json({ ticket, expiresAt }, 201);
    },
  };
}
