import {
  checkOptions,
  custom,
  ExportEngineError,
  type Notifier,
  objectWith,
  optional,
  typeName,
} from '@export-engine/core';
import type { ConnectionRegistry } from './connection-registry.ts';
import type { ConnectionTransport } from './connection-transport.ts';
import { deliveryFailure, firstOf } from './delivery-failure.ts';
import { forEachAtOnce } from './for-each-at-once.ts';
import { endedFrameOf } from './wire/make-frames.ts';

export interface WebSocketNotifierOptions {
  readonly connections: ConnectionRegistry;
  readonly transport: ConnectionTransport;
  /** What requests call it: up to 41 lower case letters, digits and dashes, a letter first. @default 'push' */
  readonly name?: string | undefined;
}

/** Connections told at once. */
const maxSends = 8;

/**
 * Tells every connection that is subscribed to an export of its ending. The recipient is `null`: who may know was settled by
 * the tickets. Nobody subscribed is fine, for whoever comes later is sent the state on subscribing.
 *
 * A connection that was told is unsubscribed, so another try after a failure reaches only those that were not.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { connectionRegistry, webSocketNotifier } from '@export-engine/notifier-websocket';
 * import { webSocketHub } from '@export-engine/notifier-websocket/ws';
 * import { memoryStore } from '@export-engine/core';
 *
 * const connections = connectionRegistry({ store: memoryStore() });
 * const notifier = webSocketNotifier({ connections, transport: webSocketHub() });
 * // A request then says: notify: [{ notifier: 'push', recipient: null }]
 * ```
 */
export function webSocketNotifier(options: WebSocketNotifierOptions): Notifier {
  checkOptions<WebSocketNotifierOptions>('webSocketNotifier()', options, {
    connections: objectWith(['subscribers', 'unsubscribe', 'forget'], 'a connection registry'),
    transport: objectWith(['send'], 'a connection transport'),
    name: optional(
      custom('up to 41 of a-z 0-9 -, a letter first', (name) => /^[a-z][a-z0-9-]{0,40}$/.test(String(name))),
    ),
  });
  const { connections, transport, name = 'push' } = options;

  return {
    specVersion: 1,
    name,

    validateRecipient(recipient) {
      if (recipient === null) return null;
      const message = `The recipient of "${name}" must be null: it tells whoever is subscribed; got ${typeName(recipient)}.`;
      throw new ExportEngineError('EXPORT_OPTIONS_INVALID', message);
    },

    async notify(event, { signal }) {
      signal.throwIfAborted();
      const { exportId } = event;
      const text = JSON.stringify(endedFrameOf(event));
      const tell = (connectionId: string): Promise<void> => tellOne(connectionId, exportId, text, signal);
      const failures = await forEachAtOnce(maxSends, connections.subscribers(exportId, { signal }), tell);
      signal.throwIfAborted();
      if (failures.length > 0) throw firstOf(failures.map(deliveryFailure));
    },
  };

  async function tellOne(connectionId: string, exportId: string, text: string, signal: AbortSignal): Promise<void> {
    const outcome = await transport.send(connectionId, text, { signal });
    try {
      // Also one that is gone: if it closed while it subscribed, this entry is the only trace of it.
      await connections.unsubscribe(connectionId, exportId, { signal });
      if (outcome === 'gone') await connections.forget(connectionId, { signal });
    } catch {
      // It was told. That the registry still has it is a matter for the connection's end, or for the sweep.
    }
  }
}
