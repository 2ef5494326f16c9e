/**
 * A request that is `Request` itself. The one of `@hono/node-server` only looks like one as long as the globals are not
 * replaced, which a library must not do: `new Request(request)` in the application would fail on it.
 */
export function standardRequest(request: Request): Request {
  const { method, headers, signal } = request;
  if (method === 'GET' || method === 'HEAD') return new Request(request.url, { method, headers, signal });
  return new Request(request.url, { method, headers, signal, body: request.body, duplex: 'half' });
}
