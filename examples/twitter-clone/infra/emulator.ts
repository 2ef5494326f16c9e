import { Fn } from 'aws-cdk-lib';
import type { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { EmulatorOptions } from './stack-options.ts';

/** Where clients and functions find an emulator, which has no names of its own for each API. */
export interface EmulatorAddresses {
  readonly environment: Readonly<Record<string, string>>;
  httpUrl(api: HttpApi): string;
  /** For sending to connections. */
  pushEndpoint(api: WebSocketApi, stage: string): string;
  webSocketUrl(api: WebSocketApi, stage: string): string;
}

export function emulatorAddresses({ endpoint, s3Endpoint }: EmulatorOptions): EmulatorAddresses {
  const path = (apiId: string, stage: string): string => `/_aws/execute-api/${apiId}/${stage}`;
  return {
    environment: { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: s3Endpoint, S3_FORCE_PATH_STYLE: 'true' },
    httpUrl: ({ apiId }) => Fn.join('', [endpoint, path(apiId, '$default')]),
    pushEndpoint: ({ apiId }, stage) => Fn.join('', [endpoint, path(apiId, stage)]),
    webSocketUrl: ({ apiId }, stage) => Fn.join('', [endpoint.replace(/^http/, 'ws'), path(apiId, stage)]),
  };
}
