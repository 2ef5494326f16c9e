/** The part of the events of a websocket API that is used; `APIGatewayProxyWebsocketEventV2` of `@types/aws-lambda` fits. */
export interface WebSocketEvent {
  readonly requestContext: {
    readonly connectionId: string;
    readonly routeKey: string;
    readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
    /** Of the authorizer, if the API has one. */
    readonly authorizer?: unknown;
  };
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  /** Of `$connect` only. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Of `$connect` only. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null | undefined;
}

/** What API Gateway wants back: a status from 200 to 299 lets a connection in. */
export interface WebSocketAnswer {
  readonly statusCode: number;
  /** Sent to the client when the route has a route response. */
  readonly body?: string | undefined;
}

/** A message that came in over a connection. */
export interface WebSocketMessage {
  readonly connectionId: string;
  /** As text; never longer than `maxMessageBytes`. */
  readonly body: string;
  readonly event: WebSocketEvent;
}
