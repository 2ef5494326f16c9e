import { ExportEngineError, type Link } from '@export-engine/core';
import type { Context } from 'hono';
import type { ExportApiSettings } from '../export-api-options.ts';
import { identifyOwner } from '../guards/identify-owner.ts';
import { anyOf } from '../openapi/open-api-document.ts';
import { accessParameter, exportIdParameter } from '../openapi/parameters.ts';
import { jsonResponse, problems } from '../openapi/responses.ts';
import { wantsJson } from '../requests/wants-json.ts';
import { exportIdOf } from './export-id.ts';
import type { Route } from './route.ts';

/** As long as any token of the engine. */
const maxTokenLength = 200;

/** The stable address of a file: it authorises, and sends on to a link made for this once. */
export function openFile(settings: ExportApiSettings): Route {
  const { securitySchemes } = settings.openApi;

  return {
    method: 'get',
    path: '/:id/file',
    operation: {
      operationId: 'openFile',
      summary: 'Get the file of a completed export',
      description: 'Sends a browser on to a short-lived address. Asked for JSON, it tells the address instead.',
      parameters: [exportIdParameter, accessParameter],
      ...(securitySchemes !== undefined && { security: [...anyOf(securitySchemes), {}] }),
      responses: {
        200: jsonResponse('The address, when the client prefers JSON', 'FileLink'),
        302: {
          description: 'On to the file',
          headers: {
            Location: { description: 'A short-lived address; a secret', required: true, schema: { type: 'string' } },
          },
        },
        ...problems(401, 404, 409, 500, 503),
      },
    },
    async answer(context) {
      const { url, expiresAt } = await linkFor(context, settings);
      // The address of this page may hold a token: the store behind the link is not told it.
      const headers = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', Vary: 'Accept' };
      if (wantsJson(context)) return context.json({ url, expiresAt }, 200, headers);
      return context.body(null, 302, { ...headers, Location: url });
    },
  };
}

/** By a token when there is one, whoever brings it; otherwise for the owner. */
async function linkFor(context: Context, settings: ExportApiSettings): Promise<Link> {
  const { engine, linkSeconds: expiresInSeconds } = settings;
  const { raw: request } = context.req;
  const { signal } = request;
  const exportId = exportIdOf(context);
  const tokens = context.req.queries('access') ?? [];
  if (tokens.length === 0) {
    const { owner } = await identifyOwner(settings, context);
    return engine.link(exportId, { owner, expiresInSeconds, signal });
  }
  const [accessToken = ''] = tokens;
  const isWellFormed = tokens.length === 1 && accessToken !== '' && accessToken.length <= maxTokenLength;
  if (!isWellFormed) throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
  return engine.linkByToken(exportId, { accessToken, expiresInSeconds, signal });
}
