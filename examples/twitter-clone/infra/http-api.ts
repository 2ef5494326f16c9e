import { HttpApi, HttpMethod, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { accessLogs } from './access-logs.ts';
import type { Users } from './users.ts';

/** The API without what answers it, for that has to know the API's address. */
export function createHttpApi(scope: Construct): HttpApi {
  const api = new HttpApi(scope, 'HttpApi', {
    description: 'Search and exports of the Twitter clone.',
    createDefaultStage: false,
  });
  new HttpStage(scope, 'HttpStage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
    accessLogSettings: accessLogs(scope, 'HttpAccessLogs'),
  });
  return api;
}

/** Routes that only who has signed in gets through to. */
const signedInRoutes: readonly (readonly [path: string, method: HttpMethod])[] = [
  ['/api/{proxy+}', HttpMethod.ANY],
  ['/search', HttpMethod.POST],
  ['/download-request', HttpMethod.POST],
  ['/report-status', HttpMethod.POST],
];

/** The link in a mail carries a token of its own; a browser asks with OPTIONS before it may send a token. */
const freeRoutes: readonly (readonly [path: string, method: HttpMethod])[] = [
  ['/files/{exportId}', HttpMethod.GET],
  ['/files/{exportId}', HttpMethod.HEAD],
  ['/{proxy+}', HttpMethod.OPTIONS],
];

/** Has a function answer the routes, and only these. */
export function addRoutes(api: HttpApi, target: LambdaFunction, { pool, client }: Users): void {
  const integration = new HttpLambdaIntegration('HttpFunction', target, { scopePermissionToRoute: false });
  const authorizer = new HttpUserPoolAuthorizer('Users', pool, { userPoolClients: [client] });
  for (const [path, method] of signedInRoutes) api.addRoutes({ path, methods: [method], integration, authorizer });
  for (const [path, method] of freeRoutes) api.addRoutes({ path, methods: [method], integration });
}
