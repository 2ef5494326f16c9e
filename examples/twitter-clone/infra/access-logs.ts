import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type IAccessLogSettings, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Who asked for which route and what came of it. Without the path, the query string, headers and anybody's own words:
 * addresses hold access tokens (`?access=`) and the ids of exports, and an authorizer's error holds what it was given.
 */
const fields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  user: '$context.authorizer.claims.sub',
  route: '$context.routeKey',
  status: '$context.status',
  integrationStatus: '$context.integrationStatus',
  integrationMs: '$context.integrationLatency',
  responseBytes: '$context.responseLength',
  errorType: '$context.error.responseType',
};

export function accessLogs(scope: Construct, id: string): IAccessLogSettings {
  return {
    destination: new LogGroupLogDestination(new LogGroup(scope, id, { retention: RetentionDays.ONE_MONTH })),
    format: AccessLogFormat.custom(JSON.stringify(fields)),
  };
}
