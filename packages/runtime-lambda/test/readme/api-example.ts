import { SFNClient } from '@aws-sdk/client-sfn';
import { createExportEngine, type ExportEngineOptions } from '@export-engine/core';
import { createExportApi } from '@export-engine/http-api';
import { type HttpHandler, httpHandler, stepFunctionsOrchestrator } from '@export-engine/runtime-lambda';
import type { APIGatewayProxyEventV2WithJWTAuthorizer as JwtEvent } from 'aws-lambda';
import * as v from 'valibot';

/** The function behind the HTTP API, whose JWT authorizer says who asks. */
export function apiFunction(options: ExportEngineOptions, stateMachineArn: string): HttpHandler {
  const orchestrator = stepFunctionsOrchestrator({ client: new SFNClient({}), stateMachineArn });
  const api = createExportApi({
    engine: createExportEngine({ ...options, orchestrator }),
    identify(_request, environment) {
      const { event } = environment as { readonly event: JwtEvent };
      return { owner: String(event.requestContext.authorizer.jwt.claims['sub']) };
    },
    bodySchema: v.object({ author: v.string() }),
    resolve: ({ author }) => ({
      query: { where: { author } },
      partitions: 4,
      notify: [{ notifier: 'push', recipient: null }],
    }),
    limits: { eventStreamSeconds: 1 },
  });
  return httpHandler({ fetch: api.fetch, onError: console.error });
}
