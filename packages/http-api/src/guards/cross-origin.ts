import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { httpProblem } from '../problems/http-problem.ts';
import { problemResponse } from '../problems/problem-response.ts';

/** How long a browser may keep the answer to a preflight; Chromium caps it at two hours, Firefox at a day. */
const preflightSeconds = 600;

/**
 * Lets pages of the given origins in, with cookies. Pages of other sites read nothing, because they get no CORS header;
 * and they change nothing, because a browser says `Sec-Fetch-Site: cross-site` and is refused.
 *
 * Reading stays open to them: following a link in a webmail is a request of another site, too.
 */
export function crossOrigin(origins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(origins);
  const allow = cors({
    origin: [...origins],
    credentials: true,
    allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
    exposeHeaders: ['Location', 'Retry-After'],
    maxAge: preflightSeconds,
  });

  return async (context, next) => {
    if (allowed.has(context.req.header('Origin') ?? '')) return allow(context, next);
    const { method } = context.req;
    const isFromElsewhere = context.req.header('Sec-Fetch-Site') === 'cross-site';
    if (isFromElsewhere && !safeMethods.has(method)) context.res = problemResponse(httpProblem('HTTP_CROSS_SITE'));
    else await next();
    if (allowed.size > 0) context.res.headers.append('Vary', 'Origin');
    return undefined;
  };
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
