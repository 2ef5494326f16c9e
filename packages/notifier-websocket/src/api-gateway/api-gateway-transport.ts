import { type ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { checkOptions, ExportEngineError, integer, objectWith, optional, timedCall } from '@export-engine/core';
import type { ConnectionTransport } from '../connection-transport.ts';
import { version } from '../version.ts';
import { apiGatewayFailure, apiGatewayTimeout, isGone } from './api-gateway-failure.ts';

export interface ApiGatewayTransportOptions {
  /** Made with the stage's own endpoint: `https://{api}.execute-api.{region}.amazonaws.com/{stage}`. */
  readonly client: ApiGatewayManagementApiClient;
  /** Longest wait for one call, the client's own retries included, in milliseconds; 1 to 60,000. @default 10000 */
  readonly requestTimeoutMs?: number | undefined;
}

/** "WebSocket message payload size", https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const maxPayloadBytes = 128 * 1024;

/**
 * Sends through an Amazon API Gateway websocket API. Its role needs `execute-api:ManageConnections`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
 * import { apiGatewayTransport } from '@export-engine/notifier-websocket/api-gateway';
 *
 * const endpoint = 'https://abc123.execute-api.eu-central-1.amazonaws.com/production';
 * const transport = apiGatewayTransport({ client: new ApiGatewayManagementApiClient({ endpoint }) });
 * ```
 */
export function apiGatewayTransport(options: ApiGatewayTransportOptions): ConnectionTransport {
  checkOptions<ApiGatewayTransportOptions>('apiGatewayTransport()', options, {
    client: objectWith(['send'], 'an ApiGatewayManagementApiClient'),
    requestTimeoutMs: optional(integer({ min: 1, max: 60_000 })),
  });
  const { client, requestTimeoutMs: timeoutMs = 10_000 } = options;

  return {
    async send(connectionId, text, { signal }) {
      signal.throwIfAborted();
      const payload = checkPayload(text);
      try {
        await timedCall({ signal, timeoutMs, timeoutError: () => apiGatewayTimeout(timeoutMs) }, (abortSignal) =>
          client.send(postToConnection(connectionId, payload), { abortSignal }),
        );
        return 'sent';
      } catch (error) {
        signal.throwIfAborted();
        if (isGone(error)) return 'gone';
        throw ExportEngineError.isInstance(error) ? error : apiGatewayFailure(error);
      }
    },
  };
}

function checkPayload(text: string): Uint8Array {
  const payload = Buffer.from(text);
  if (payload.length <= maxPayloadBytes) return payload;
  throw new ExportEngineError(
    'EXPORT_NOTIFY_FAILED',
    `API Gateway takes at most ${maxPayloadBytes} bytes; the text has ${payload.length}.`,
    { details: { bytes: payload.length, maxPayloadBytes }, isRetryable: false },
  );
}

/** What is added sits on the command, so the injected client stays as it is for everybody else. */
function postToConnection(connectionId: string, payload: Uint8Array): PostToConnectionCommand {
  const command = new PostToConnectionCommand({ ConnectionId: connectionId, Data: payload });
  command.middlewareStack.add(
    (next, context) => (args) => {
      context.userAgent = [...(context.userAgent ?? []), ['export-engine', version]];
      return next(args);
    },
    { name: 'exportEngineUserAgent', step: 'initialize', override: true },
  );
  return command;
}
