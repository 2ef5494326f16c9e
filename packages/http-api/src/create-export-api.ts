import type { JsonObject, JsonValue } from '@export-engine/core';
import { createExportApp } from './create-export-app.ts';
import { checkExportApiOptions, type ExportApiOptions, type ExportApiSettings } from './export-api-options.ts';
import type { ExportApiIdentity } from './guards/identify-owner.ts';
import { openApiDocument } from './openapi/open-api-document.ts';
import { cancelExport } from './routes/cancel-export.ts';
import { issueTicket } from './routes/issue-ticket.ts';
import { listExports } from './routes/list-exports.ts';
import { openFile } from './routes/open-file.ts';
import { readDocument } from './routes/read-document.ts';
import { readExport } from './routes/read-export.ts';
import { revokeFileAccess } from './routes/revoke-file-access.ts';
import type { Route } from './routes/route.ts';
import { startExport } from './routes/start-export.ts';
import { watchExport } from './routes/watch-export.ts';

/** The HTTP API of an export engine. */
export interface ExportApi {
  /**
   * Answers a request; never rejects. Mounts wherever a `fetch` handler does. `environment` is handed to `identify` as it is:
   * what the server knows of a request beside it.
   */
  readonly fetch: (request: Request, environment?: unknown) => Promise<Response>;
  /** The OpenAPI 3.1 document, as served under `openapi.json`. */
  readonly openApi: JsonObject;
}

/**
 * Makes the HTTP API of an engine: start, list, status, events, file, cancel. Nothing is called before the first request.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID` naming the option
 *
 * @example
 * ```ts
 * import { createExportEngine, memorySink, memorySource, memoryStore } from '@export-engine/core';
 * import { createExportApi } from '@export-engine/http-api';
 * import * as v from 'valibot';
 *
 * const api = createExportApi({
 *   engine: createExportEngine({ source: memorySource(), sink: memorySink(), store: memoryStore() }),
 *   identify: (request) => (request.headers.get('Authorization') === 'Bearer secret' ? { owner: 'ada' } : null),
 *   bodySchema: v.object({ about: v.string() }),
 *   resolve: ({ about }) => ({ query: {}, label: `posts about ${about}` }),
 * });
 * const response = await api.fetch(new Request('http://localhost/exports'));
 * console.log(response.status);
 * ```
 */
export function createExportApi<Body, Identity extends ExportApiIdentity, Query extends JsonValue = JsonValue>(
  options: ExportApiOptions<Body, Identity, Query>,
): ExportApi {
  const settings = checkExportApiOptions(options);
  const routes = routesOf(settings, options, () => openApi);
  const openApi = openApiDocument(routes, settings.basePath, settings.openApi);
  const app = createExportApp(routes, settings);
  return { openApi, fetch: async (request, environment) => app.fetch(request, { environment }) };
}

/** Every operation there is. The document comes first: its name would pass for an export's id. */
export function routesOf<Body, Identity extends ExportApiIdentity, Query extends JsonValue>(
  settings: ExportApiSettings<Identity>,
  options: Pick<ExportApiOptions<Body, Identity, Query>, 'bodySchema' | 'resolve'>,
  openApi: () => JsonObject,
): readonly Route[] {
  const { tickets } = settings;
  return [
    readDocument(openApi),
    startExport(settings, options),
    listExports(settings),
    readExport(settings),
    watchExport(settings),
    openFile(settings),
    revokeFileAccess(settings),
    cancelExport(settings),
    ...(tickets === undefined ? [] : [issueTicket(settings, tickets)]),
  ];
}
