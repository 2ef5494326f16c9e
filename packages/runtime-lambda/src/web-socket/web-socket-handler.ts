import { type Check, checkOptions, custom, func, integer, objectWith, optional } from '@export-engine/core';
import type { PushMessages } from '@export-engine/notifier-websocket';
import { openInvocation } from '../invocation.ts';
import type { LambdaContext } from '../lambda-context.ts';
import { quietReport, type ReportError } from '../report-error.ts';
import type { WebSocketAnswer, WebSocketEvent, WebSocketMessage } from './web-socket-event.ts';

export interface WebSocketCallOptions {
  /** Aborted before API Gateway gives up. */
  readonly signal: AbortSignal;
}

/** Answers the messages of one route. What it returns is the body of the route response. */
export type WebSocketRoute = (
  message: WebSocketMessage,
  options: WebSocketCallOptions,
) => string | undefined | Promise<string | undefined>;

export interface WebSocketHandlerOptions {
  /** `pushMessages(…)`: takes every message that has no route here. */
  readonly messages: PushMessages;
  /**
   * Whether a connection is let in; otherwise it is refused with 403. Without it everybody is: who may know what is settled by
   * tickets.
   */
  readonly authorize?:
    | ((event: WebSocketEvent, options: WebSocketCallOptions) => boolean | Promise<boolean>)
    | undefined;
  /** Your own routes, by API Gateway's route key: `OpenConnection`. */
  readonly routes?: Readonly<Record<string, WebSocketRoute>> | undefined;
  /** A longer message is refused with 413; 1 to 131,072 bytes, API Gateway's own limit. @default 16,384 */
  readonly maxMessageBytes?: number | undefined;
  /** Told what went wrong on this side. What it throws is ignored. */
  readonly onError?: ReportError | undefined;
}

export type WebSocketHandler = (event: WebSocketEvent, context: LambdaContext) => Promise<WebSocketAnswer>;

/** "Integration timeout: 50 milliseconds - 29 seconds", https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const patienceMs = 29_000;
/** How much of it is kept for the answer, in milliseconds. */
const reserveMs = 2000;

/**
 * A Lambda handler for every route of a websocket API of API Gateway: `$connect`, `$disconnect`, `$default`, and your own. It
 * always answers; what goes wrong is a status of 500.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import type { PushMessages } from '@export-engine/notifier-websocket';
 * import { type WebSocketHandler, webSocketHandler } from '@export-engine/runtime-lambda';
 *
 * declare const messages: PushMessages;
 *
 * export const handler: WebSocketHandler = webSocketHandler({
 *   messages,
 *   routes: { Hello: ({ connectionId }) => JSON.stringify({ you: connectionId }) },
 * });
 * ```
 */
export function webSocketHandler(options: WebSocketHandlerOptions): WebSocketHandler {
  checkOptions<WebSocketHandlerOptions>('webSocketHandler()', options, {
    messages: objectWith(['onMessage', 'onDisconnect'], 'pushMessages()'),
    authorize: optional(func()),
    routes: optional(routesCheck),
    maxMessageBytes: optional(integer({ min: 1, max: 131_072 })),
    onError: optional(func()),
  });
  const { messages, authorize, routes = {}, maxMessageBytes = 16_384 } = options;
  const report = quietReport(options.onError);

  return async (event, context) => {
    using invocation = openInvocation(context, { reserveMs, patienceMs });
    try {
      return await answer(event, { signal: invocation.signal });
    } catch (error) {
      report(error);
      return { statusCode: 500 };
    }
  };

  async function answer(event: WebSocketEvent, call: WebSocketCallOptions): Promise<WebSocketAnswer> {
    const { connectionId, eventType, routeKey } = event.requestContext;
    switch (eventType) {
      case 'CONNECT':
        return { statusCode: authorize === undefined || (await authorize(event, call)) === true ? 200 : 403 };
      case 'DISCONNECT':
        await messages.onDisconnect(connectionId, call);
        return { statusCode: 200 };
      case 'MESSAGE': {
        const body = textOf(event);
        if (Buffer.byteLength(body) > maxMessageBytes) return { statusCode: 413 };
        const route = Object.hasOwn(routes, routeKey) ? routes[routeKey] : undefined;
        if (route !== undefined) return { statusCode: 200, body: await route({ connectionId, body, event }, call) };
        await messages.onMessage(connectionId, body, call);
        return { statusCode: 200 };
      }
      default:
        throw new TypeError('webSocketHandler(): the event is none of a websocket API.');
    }
  }
}

function textOf({ body, isBase64Encoded }: WebSocketEvent): string {
  return isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
}

const routesCheck: Check = custom(
  'an object of functions, by route key, without those that begin with "$"',
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([key, route]) => typeof route === 'function' && !key.startsWith('$')),
);
