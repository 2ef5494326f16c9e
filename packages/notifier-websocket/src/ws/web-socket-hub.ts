import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { checkOptions, custom, optional } from '@export-engine/core';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConnectionTransport } from '../connection-transport.ts';
import type { PushMessages } from '../push-messages.ts';
import { maxClientFrameBytes } from '../wire/parse-client-frame.ts';
import { checkHubOptions, type WebSocketHubOptions } from './hub-options.ts';
import { closeCodes, type OpenConnection, openConnection } from './open-connection.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

export interface HubCloseOptions {
  /** Aborting cuts at once what is still open; then the call rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The open connections of this process: a transport for `webSocketNotifier` and `pushMessages`. */
export interface WebSocketHub extends ConnectionTransport {
  /** Says who serves the connections; until then they are answered 503. @throws TypeError when it was said before */
  serve(messages: PushMessages): void;
  /**
   * Takes over an upgrade request that is for this hub's path.
   *
   * @returns false for another path: the socket is then untouched, and somebody else's to answer
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** How many connections are open. */
  readonly connectionCount: number;
  /**
   * Answers new connections 503 and closes the open ones with 1001 (going away); what is not closed within 5 s is cut.
   * Resolves when nothing is left, timers included. Idempotent.
   */
  close(options?: HubCloseOptions): Promise<void>;
}

/** How long clients have to answer a close, and the work on their last frames to end, in milliseconds. */
const closeTimeoutMs = 5000;

/**
 * Serves websockets beside any `node:http` server. It ends what is dead, slow or too old, and bounds what a client can send
 * and how many there are. It knows the connections of this process and says `gone` of all others: their registry belongs in
 * a store of this process too, like `memoryStore()`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import type { PushMessages } from '@export-engine/notifier-websocket';
 * import { webSocketHub } from '@export-engine/notifier-websocket/ws';
 *
 * declare const messages: PushMessages;
 *
 * const hub = webSocketHub({ path: '/push' });
 * hub.serve(messages);
 * createServer().on('upgrade', (request, socket, head) => {
 *   if (!hub.handleUpgrade(request, socket, head)) socket.destroy();
 * });
 * ```
 */
export function webSocketHub(options: WebSocketHubOptions = {}): WebSocketHub {
  const settings = checkHubOptions(options);
  const { path, allowedOrigins, maxConnections, maxBufferedBytes, heartbeatMs, maxConnectionMs } = settings;
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: maxClientFrameBytes });
  const connections = new Map<string, OpenConnection>();
  const work = new AbortController();
  let served: PushMessages | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  return {
    serve(messages) {
      if (served !== undefined) throw new TypeError('webSocketHub(): serve() was called before.');
      served = messages;
    },

    handleUpgrade(request, socket, head) {
      if (request.url?.split('?', 1)[0] !== path) return false;
      const { origin } = request.headers;
      const messages = served;
      if (origin !== undefined && allowedOrigins?.includes(origin) === false) refuseUpgrade(socket, 403);
      else if (messages === undefined || closing !== undefined || connections.size >= maxConnections) {
        refuseUpgrade(socket, 503);
      } else server.handleUpgrade(request, socket, head, (webSocket) => adopt(webSocket, messages));
      return true;
    },

    async send(connectionId, text, { signal }) {
      signal.throwIfAborted();
      return connections.get(connectionId)?.send(text) ?? 'gone';
    },

    get connectionCount() {
      return connections.size;
    },

    async close(closeOptions = {}) {
      checkOptions<HubCloseOptions>('close()', closeOptions, {
        signal: optional(custom('an AbortSignal', (value) => value instanceof AbortSignal)),
      });
      const { signal } = closeOptions;
      closing ??= closeAll();
      if (signal?.aborted) cutAll();
      signal?.addEventListener('abort', cutAll);
      await closing;
      signal?.removeEventListener('abort', cutAll);
      signal?.throwIfAborted();
    },
  };

  function adopt(webSocket: WebSocket, messages: PushMessages): void {
    const id = randomUUID();
    const connection = openConnection(webSocket, { id, messages, maxBufferedBytes, signal: work.signal });
    connections.set(id, connection);
    heartbeat ??= setInterval(beat, heartbeatMs);
    void connection.ended.then(() => {
      connections.delete(id);
      if (connections.size > 0) return;
      clearInterval(heartbeat);
      heartbeat = undefined;
    });
  }

  function beat(): void {
    for (const connection of connections.values()) {
      if (Date.now() - connection.openedAt >= maxConnectionMs) connection.close(closeCodes.goingAway);
      connection.beat();
    }
  }

  async function closeAll(): Promise<void> {
    const timer = setTimeout(cutAll, closeTimeoutMs);
    for (const connection of connections.values()) connection.close(closeCodes.goingAway);
    await Promise.all([...connections.values()].map(({ ended }) => ended));
    clearTimeout(timer);
  }

  function cutAll(): void {
    for (const connection of connections.values()) connection.cut();
    work.abort(new Error('The hub is closed.'));
  }
}
