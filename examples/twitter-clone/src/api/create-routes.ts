import { Hono } from 'hono';
import { problem, refusalOf } from './http/problems.ts';
import { postsRoutes } from './posts-routes.ts';
import { type WireRoutesOptions, wireRoutes } from './wire/wire-routes.ts';

export interface RoutesOptions extends WireRoutesOptions {
  /** More routes under `/api`: what only one of the compositions has. */
  readonly apiRoutes?: readonly Hono[] | undefined;
  /** Asked after all others. */
  readonly pageRoutes?: Hono | undefined;
  /** Told of what is our own fault and answered with 500, for a log. */
  readonly onError: (error: unknown) => void;
}

/** Everything but the export API itself. What it is called with besides a request reaches `identities`. */
export function createRoutes(options: RoutesOptions): Hono {
  const { identities, backend, apiRoutes = [], pageRoutes, onError } = options;
  const api = new Hono();
  api.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
  });
  for (const more of [postsRoutes(identities, backend), ...apiRoutes]) api.route('/', more);
  api.all('*', () => problem(404, 'Not Found'));

  const routes = new Hono();
  routes.onError((error) => {
    const refusal = refusalOf(error);
    if (refusal === null) onError(error);
    return refusal?.getResponse() ?? problem(500, 'Internal Server Error');
  });
  routes.notFound(() => problem(404, 'Not Found'));
  routes.route('/api', api);
  routes.route('/', wireRoutes(options));
  if (pageRoutes !== undefined) routes.route('/', pageRoutes);
  return routes;
}
