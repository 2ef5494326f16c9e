import type { LambdaEvent } from 'hono/aws-lambda';

/**
 * The event with the path that the client asked for. A REST API leaves its stage out of `path`, and has it in
 * `requestContext.path`; an HTTP API has it in `rawPath`. Addresses in answers have to be good for clients.
 */
export function withClientsPath(event: LambdaEvent): LambdaEvent {
  if (!('path' in event) || !('httpMethod' in event)) return event;
  const { path } = event.requestContext as { readonly path?: unknown };
  return typeof path === 'string' && path.startsWith('/') ? ({ ...event, path } as LambdaEvent) : event;
}
