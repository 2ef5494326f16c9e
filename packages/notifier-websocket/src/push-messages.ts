import { checkOptions, type ExportEngine, func, objectWith, optional } from '@export-engine/core';
import type { ConnectionRegistry } from './connection-registry.ts';
import type { ConnectionCallOptions, ConnectionTransport } from './connection-transport.ts';
import type { PushTickets } from './push-tickets.ts';
import { errorFrameOf, isClientsFault } from './wire/error-frame.ts';
import type { ServerFrame } from './wire/frames.ts';
import { lateEndedFrameOf, statusFrameOf } from './wire/make-frames.ts';
import { parseClientFrame } from './wire/parse-client-frame.ts';

export interface PushMessagesOptions {
  readonly engine: Pick<ExportEngine, 'status'>;
  readonly tickets: Pick<PushTickets, 'redeem'>;
  readonly connections: ConnectionRegistry;
  readonly transport: ConnectionTransport;
  /** Stable address of an export's file in the application, for those who subscribe after the ending. @default none */
  readonly fileUrl?: ((exportId: string) => string) | undefined;
  /**
   * Called when somebody has come to wait for an export, running or ended, after the state was sent: for what goes on only
   * then. What it throws goes to `onError` and is no failure of the subscription. @default nothing
   */
  readonly onSubscribed?: ((exportId: string, options: ConnectionCallOptions) => void | Promise<void>) | undefined;
  /** Told what went wrong on this side, for a log. What it throws is ignored. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What to do when something comes in from a connection: for `webSocketHub` and for Lambda handlers alike. */
export interface PushMessages {
  /** Answers a frame, at worst with an error frame. Rejects with the signal's reason only. */
  onMessage(connectionId: string, text: string, options: ConnectionCallOptions): Promise<void>;
  /** Forgets a connection that has closed. Rejects with the signal's reason only. */
  onDisconnect(connectionId: string, options: ConnectionCallOptions): Promise<void>;
}

/**
 * Serves subscribers: redeems a ticket, registers the connection, and sends the state at once, so that whoever comes late or
 * comes back misses nothing.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import type { ExportEngine } from '@export-engine/core';
 * import {
 *   type ConnectionRegistry,
 *   type ConnectionTransport,
 *   type PushTickets,
 *   pushMessages,
 * } from '@export-engine/notifier-websocket';
 *
 * declare const engine: ExportEngine;
 * declare const tickets: PushTickets;
 * declare const connections: ConnectionRegistry;
 * declare const transport: ConnectionTransport;
 *
 * const messages = pushMessages({ engine, tickets, connections, transport, onError: console.error });
 * ```
 */
export function pushMessages(options: PushMessagesOptions): PushMessages {
  checkOptions<PushMessagesOptions>('pushMessages()', options, {
    engine: objectWith(['status'], 'an export engine'),
    tickets: objectWith(['redeem'], 'push tickets'),
    connections: objectWith(['subscribe', 'unsubscribe', 'forget'], 'a connection registry'),
    transport: objectWith(['send'], 'a connection transport'),
    fileUrl: optional(func()),
    onSubscribed: optional(func()),
    onError: optional(func()),
  });
  const { engine, tickets, connections, transport, fileUrl, onSubscribed, onError } = options;

  return {
    async onMessage(connectionId, text, { signal }) {
      try {
        signal.throwIfAborted();
        const frame = parseClientFrame(text);
        if (frame.action === 'ping') await send(connectionId, { type: 'pong' }, signal);
        else await subscribe(connectionId, frame.ticket, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!isClientsFault(error)) report(error);
        await quietly(() => send(connectionId, errorFrameOf(error), signal), signal);
      }
    },

    async onDisconnect(connectionId, { signal }) {
      await quietly(() => connections.forget(connectionId, { signal }), signal);
    },
  };

  async function subscribe(connectionId: string, ticket: string, signal: AbortSignal): Promise<void> {
    const { exportId, owner } = await tickets.redeem(ticket, { signal });
    // Register, then read: an ending from here on finds the connection, and an earlier one is in the status.
    await connections.subscribe(connectionId, exportId, { signal });
    let isWaiting = false;
    let outcome: Outcome;
    try {
      const status = await engine.status(exportId, { owner, signal });
      outcome = await send(connectionId, statusFrameOf(status), signal);
      const ended = lateEndedFrameOf(status, fileUrl?.(exportId));
      if (ended === undefined) isWaiting = true;
      else await send(connectionId, ended, signal);
    } finally {
      if (!isWaiting) await quietly(() => connections.unsubscribe(connectionId, exportId, { signal }), signal);
    }
    if (outcome === 'sent') await quietly(async () => onSubscribed?.(exportId, { signal }), signal);
  }

  async function send(connectionId: string, frame: ServerFrame, signal: AbortSignal): Promise<Outcome> {
    const outcome = await transport.send(connectionId, JSON.stringify(frame), { signal });
    if (outcome === 'gone') await connections.forget(connectionId, { signal });
    return outcome;
  }

  /** For what has nobody left to answer to. */
  async function quietly(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      report(error);
    }
  }

  function report(error: unknown): void {
    try {
      onError?.(error);
    } catch {
      // A log that fails is not a reason to leave a client without an answer.
    }
  }
}

type Outcome = Awaited<ReturnType<ConnectionTransport['send']>>;
