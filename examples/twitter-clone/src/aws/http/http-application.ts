import type { ExportEngine } from '@export-engine/core';
import { createExportApi, type ExportApiTickets } from '@export-engine/http-api';
import { exportsPath } from '../../api/application.ts';
import { createRoutes } from '../../api/create-routes.ts';
import { exportApiOptions } from '../../api/exports/export-api-options.ts';
import type { Identities } from '../../api/identities/identities.ts';
import type { ExecutionArnOf } from '../../api/wire/execution-arn.ts';
import { exportCalls } from '../../api/wire/export-calls.ts';
import type { TaskTokens } from '../../api/wire/task-tokens.ts';
import type { SearchBackend } from '../../search/search-backend.ts';

export interface HttpApplicationOptions {
  readonly engine: ExportEngine;
  readonly backend: SearchBackend;
  readonly identities: Identities;
  readonly tickets: ExportApiTickets;
  readonly taskTokens: TaskTokens;
  readonly executionArnOf: ExecutionArnOf;
  readonly partitions: number;
  readonly onError: (error: unknown) => void;
}

/** Answers a request; `environment` is for `identities`. */
export type HttpApplication = (request: Request, environment: unknown) => Promise<Response>;

const mailedFile = /^\/files\/([^/]+)$/;

/** The application as it is on AWS: search, exports, the wire API. Signing in is Cognito's, and the page lies in a bucket. */
export function httpApplication(options: HttpApplicationOptions): HttpApplication {
  const { engine, tickets, onError } = options;
  const api = createExportApi({
    ...exportApiOptions(options),
    engine,
    tickets,
    // API Gateway hands an answer on when it is whole: each look at the events is one look at the status.
    limits: { eventStreamSeconds: 1 },
    challenge: 'Bearer',
    onError,
  });
  const routes = createRoutes({ ...options, exports: exportCalls({ basePath: exportsPath, fetch: api.fetch }) });

  return async (request, environment) => {
    const url = new URL(request.url);
    if (url.pathname === exportsPath || url.pathname.startsWith(`${exportsPath}/`)) {
      return api.fetch(request, environment);
    }
    const [, exportId] = mailedFile.exec(url.pathname) ?? [];
    if (exportId === undefined) return routes.fetch(request, environment as object);
    // The address in a mail, which needs no session: the export API takes the token that comes with it.
    url.pathname = `${exportsPath}/${exportId}/file`;
    return api.fetch(new Request(url, request), environment);
  };
}
