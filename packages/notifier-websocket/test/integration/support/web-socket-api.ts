import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { zipFile } from './zip-file.ts';

/** Where the emulator is. */
export interface AwsServer {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a Lambda function behind a websocket API is called with, as far as it is used here. */
export interface SocketEvent {
  readonly requestContext: { readonly connectionId: string; readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT' };
  readonly body?: string;
}

export interface WebSocketApi {
  /** Where clients connect. */
  readonly url: string;
  /** Where the management client sends to. */
  readonly endpoint: string;
  remove(): Promise<void>;
}

/**
 * A websocket API with a Lambda function behind its routes, which hands its events on to this process: so that what is
 * tested runs on the real events, without being bundled.
 */
export async function createWebSocketApi(
  aws: AwsServer,
  handle: (event: SocketEvent) => Promise<unknown>,
): Promise<WebSocketApi> {
  const relay = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const status = await handle(JSON.parse(body)).then(
      () => 200,
      () => 500,
    );
    response.writeHead(status).end();
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');

  const name = `push-${randomUUID()}`;
  const account = '000000000000';
  await call(aws, 'lambda', 'POST', '/2015-03-31/functions', {
    FunctionName: name,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${account}:role/${name}`,
    Code: { ZipFile: zipFile('index.mjs', relayFunction).toString('base64') },
    Environment: { Variables: { RELAY: `http://127.0.0.1:${(relay.address() as AddressInfo).port}` } },
  });
  const { apiId } = await call(aws, 'apigateway', 'POST', '/v2/apis', {
    name,
    protocolType: 'WEBSOCKET',
    routeSelectionExpression: '$request.body.action',
  });
  const functionArn = `arn:aws:lambda:${aws.region}:${account}:function:${name}`;
  const { integrationId } = await call(aws, 'apigateway', 'POST', `/v2/apis/${apiId}/integrations`, {
    integrationType: 'AWS_PROXY',
    integrationUri: `arn:aws:apigateway:${aws.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  });
  for (const routeKey of ['$default', '$disconnect']) {
    await call(aws, 'apigateway', 'POST', `/v2/apis/${apiId}/routes`, {
      routeKey,
      target: `integrations/${integrationId}`,
    });
  }
  await call(aws, 'apigateway', 'POST', `/v2/apis/${apiId}/stages`, { stageName: 'test', autoDeploy: true });

  const endpoint = `${aws.endpoint}/_aws/execute-api/${apiId}/test`;
  return {
    endpoint,
    url: endpoint.replace(/^http/, 'ws'),
    async remove() {
      await call(aws, 'apigateway', 'DELETE', `/v2/apis/${apiId}`);
      await call(aws, 'lambda', 'DELETE', `/2015-03-31/functions/${name}`);
      relay.closeAllConnections();
      await new Promise((resolve) => relay.close(resolve));
    },
  };
}

const relayFunction = `
export const handler = async (event) => {
  const { status } = await fetch(process.env.RELAY, { method: 'POST', body: JSON.stringify(event) });
  return { statusCode: status };
};
`;

/** The management API of a service. The emulator tells services apart by the signature's scope, and does not check it. */
async function call(
  aws: AwsServer,
  service: string,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, string>> {
  const response = await fetch(aws.endpoint + path, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${aws.accessKeyId}/20260101/${aws.region}/${service}/aws4_request`,
      'content-type': 'application/json',
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

export function managementClient(aws: AwsServer, endpoint: string, maxAttempts = 1): ApiGatewayManagementApiClient {
  const { region, accessKeyId, secretAccessKey } = aws;
  return new ApiGatewayManagementApiClient({
    ...{ endpoint, region, maxAttempts },
    credentials: { accessKeyId, secretAccessKey },
  });
}
