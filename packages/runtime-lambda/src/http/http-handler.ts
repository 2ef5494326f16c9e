import { checkOptions, func, optional } from '@export-engine/core';
import { Hono } from 'hono';
import { type APIGatewayProxyResult, handle, type LambdaEvent } from 'hono/aws-lambda';
import { openInvocation } from '../invocation.ts';
import type { LambdaContext } from '../lambda-context.ts';
import { quietReport, type ReportError } from '../report-error.ts';
import { withClientsPath } from './clients-path.ts';

/** What a request came with on AWS Lambda; `identify` of `createExportApi()` gets it as its second argument. */
export interface LambdaEnvironment {
  /** For example `event.requestContext.authorizer`: whom API Gateway has let in. */
  readonly event: LambdaEvent;
  readonly lambdaContext: LambdaContext;
}

export interface HttpHandlerOptions {
  /** `createExportApi(…).fetch`, or your own router around it. */
  readonly fetch: (request: Request, environment: LambdaEnvironment) => Response | Promise<Response>;
  /** Told what `fetch` rejected with, which is answered with 500. What it throws is ignored. */
  readonly onError?: ReportError | undefined;
}

export type HttpHandler = (event: LambdaEvent, context: LambdaContext) => Promise<APIGatewayProxyResult>;

/** How much of an invocation is kept for the answer, in milliseconds. */
const reserveMs = 500;

/**
 * A Lambda handler for an HTTP API (payload 2.0) or a REST API (payload 1.0) of API Gateway, or a function URL. The path is the
 * one that the client sees, with the stage when it has one: `basePath` of the API is to be the same.
 *
 * Answers are not streamed. Give `createExportApi()` the option `limits: { eventStreamSeconds: 1 }`, and events become polling.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import type { ExportApi } from '@export-engine/http-api';
 * import { type HttpHandler, httpHandler } from '@export-engine/runtime-lambda';
 *
 * declare const api: ExportApi;
 *
 * export const handler: HttpHandler = httpHandler({ fetch: api.fetch });
 * ```
 */
export function httpHandler(options: HttpHandlerOptions): HttpHandler {
  checkOptions<HttpHandlerOptions>('httpHandler()', options, { fetch: func(), onError: optional(func()) });
  const report = quietReport(options.onError);
  const app = new Hono<{ Bindings: LambdaEnvironment }>();

  app.all('*', async ({ req: { raw }, env: { event, lambdaContext } }) => {
    // A request that is still at work when the time is over stops, rather than go on in the next invocation.
    using invocation = openInvocation(lambdaContext, { reserveMs });
    const response = await options.fetch(new Request(raw, { signal: invocation.signal }), { event, lambdaContext });
    return await whole(response);
  });
  app.onError((error) => {
    report(error);
    return new Response('Internal Server Error', { status: 500 });
  });
  const handler = handle(app, { isContentTypeBinary });

  return (event, context) => handler(withClientsPath(event), context as never);
}

/** Lambda wants the body in one piece; reading it here keeps it under the request's signal. */
async function whole(response: Response): Promise<Response> {
  const hasNoBody = response.body === null;
  return new Response(hasNoBody ? null : await response.arrayBuffer(), response);
}

/** What is no text goes as base64, which REST APIs decode for the types that they were told of only. */
function isContentTypeBinary(contentType: string): boolean {
  return !/^text\/|^application\/(?:javascript|x-www-form-urlencoded)\b|[/+](?:json|xml)\b/i.test(contentType);
}
