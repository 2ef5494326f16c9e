import { Hono } from 'hono';
import type { SearchBackend } from '../search/search-backend.ts';
import { problem, refusalOf } from './http/problems.ts';
import type { Mailbox } from './mailbox/mailbox.ts';
import { mailboxRoutes } from './mailbox/mailbox-routes.ts';
import type { PageFiles } from './page/page-files.ts';
import { pageRoutes } from './page/page-routes.ts';
import { postsRoutes } from './posts-routes.ts';
import { sessionRoutes } from './sessions/session-routes.ts';
import type { Sessions } from './sessions/sessions.ts';
import { type WireRoutesOptions, wireRoutes } from './wire/wire-routes.ts';

export interface RoutesOptions extends WireRoutesOptions {
  readonly sessions: Sessions;
  readonly backend: Pick<SearchBackend, 'search'>;
  readonly mailbox: Mailbox;
  readonly page: PageFiles;
  /** Told of what is our own fault and answered with 500, for a log. */
  readonly onError: (error: unknown) => void;
}

/** Everything but the export API itself. */
export function createRoutes(options: RoutesOptions): Hono {
  const { sessions, backend, mailbox, page, onError } = options;
  const api = new Hono();
  api.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
  });
  api.route('/', sessionRoutes(sessions));
  api.route('/', postsRoutes(sessions, backend));
  api.route('/', mailboxRoutes(sessions, mailbox));
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
  routes.route('/', pageRoutes(page));
  return routes;
}
