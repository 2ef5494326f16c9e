import { Hono } from 'hono';
import type { ExportApiSettings } from './export-api-options.ts';
import { crossOrigin } from './guards/cross-origin.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { httpProblem } from './problems/http-problem.ts';
import { problemOfError } from './problems/problem-of-error.ts';
import { problemResponse } from './problems/problem-response.ts';
import type { Route } from './routes/route.ts';

/** Routes as a Hono application: each error is a problem, each path answers every method. */
export function createExportApp(routes: readonly Route[], settings: ExportApiSettings): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(crossOrigin(settings.origins));
  for (const [path, ofPath] of routesByPath(routes)) {
    const fullPath = settings.basePath + path;
    for (const route of ofPath) {
      app.on(route.method, fullPath, async (context) => {
        try {
          return await route.answer(context);
        } catch (error) {
          return answerError(error, context.req.raw, settings);
        }
      });
    }
    const allow = { Allow: allowedMethods(ofPath) };
    app.options(fullPath, (context) => context.body(null, 204, allow));
    app.all(fullPath, () => problemResponse(httpProblem('HTTP_METHOD_NOT_ALLOWED', { headers: allow })));
  }
  app.notFound(() => problemResponse(httpProblem('HTTP_NOT_FOUND')));
  return app;
}

/** Not a standard status, but what logs show for it since nginx; nobody is there to read it. */
const clientIsGone = 499;

function answerError(error: unknown, request: Request, settings: ExportApiSettings): Response {
  if (request.signal.aborted && error === request.signal.reason) return new Response(null, { status: clientIsGone });
  const problem = problemOfError(error);
  if (problem.status >= 500) settings.reportError(error, request);
  return problemResponse(problem);
}

function routesByPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  return Map.groupBy(routes, ({ path }) => path);
}

function allowedMethods(routes: readonly Route[]): string {
  const methods = routes.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  return [...methods, 'OPTIONS'].join(', ');
}
