import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export interface PushApi {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;
}

/**
 * The websockets, without what answers them. Anyone may connect, and is told nothing: what is asked for by a message needs the
 * ticket in it.
 *
 * There are no logs: those of websocket APIs need a role that an account has one of, for all stacks, which is not this
 * stack's to set. The function's log and the API's metrics tell the same.
 */
export function createPushApi(scope: Construct): PushApi {
  const api = new WebSocketApi(scope, 'PushApi', {
    description: 'Tells pages of the Twitter clone that exports have ended.',
    routeSelectionExpression: '$request.body.action',
  });
  const stage = new WebSocketStage(scope, 'PushStage', {
    webSocketApi: api,
    stageName: 'push',
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
  });
  return { api, stage };
}

/** `OpenConnection` is the wire API's; all other messages are the page's. */
export function addPushRoutes({ api }: PushApi, target: LambdaFunction): void {
  for (const route of ['$connect', '$disconnect', '$default', 'OpenConnection']) {
    api.addRoute(route, {
      integration: new WebSocketLambdaIntegration(`${route.replace('$', '')}Integration`, target),
    });
  }
}
