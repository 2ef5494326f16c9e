import { ExportEngineError, type ExportEvent, type Notifier, typeName } from '@export-engine/core';
import type { ConnectionRegistry, ConnectionTransport } from '@export-engine/notifier-websocket';
import { type MakeLink, wireEnding } from './wire-ending.ts';

export interface WireNotifierOptions {
  /** Of the connections that `wireMessages` has let wait. */
  readonly connections: Pick<ConnectionRegistry, 'subscribers' | 'unsubscribe' | 'forget'>;
  readonly transport: ConnectionTransport;
  readonly link: MakeLink;
}

/** By which requests name it. */
export const wireNotifierName = 'wire';

/**
 * Sends `{reportURL}` to every connection that was opened for an export, with a link that is made at that moment. Whoever
 * comes later is answered on opening. One that was told waits no more, so another try reaches only those that were not.
 */
export function wireNotifier({ connections, transport, link }: WireNotifierOptions): Notifier {
  async function tell(connectionId: string, exportId: string, text: string, signal: AbortSignal): Promise<void> {
    const outcome = await transport.send(connectionId, text, { signal });
    await connections.unsubscribe(connectionId, exportId, { signal });
    if (outcome === 'gone') await connections.forget(connectionId, { signal });
  }

  async function answerFor(event: ExportEvent, signal: AbortSignal): Promise<string> {
    const { exportId, owner, type: state } = event;
    return JSON.stringify(await wireEnding({ exportId, owner, state }, link, signal));
  }

  return {
    specVersion: 1,
    name: wireNotifierName,

    validateRecipient(recipient) {
      if (recipient === null) return null;
      const message = `The recipient of "${wireNotifierName}" must be null; got ${typeName(recipient)}.`;
      throw new ExportEngineError('EXPORT_OPTIONS_INVALID', message);
    },

    async notify(event, { signal }) {
      const failures: unknown[] = [];
      let text: string | undefined;
      try {
        for await (const connectionId of connections.subscribers(event.exportId, { signal })) {
          // Nobody waits: no link is made.
          text ??= await answerFor(event, signal);
          await tell(connectionId, event.exportId, text, signal).catch((error: unknown) => failures.push(error));
        }
      } catch (error) {
        failures.push(error);
      }
      signal.throwIfAborted();
      if (failures.length > 0) throw notTold(failures);
    },
  };
}

/** One error for all: another try is worth it if it is for one of them. */
function notTold(failures: readonly unknown[]): ExportEngineError {
  const isRetryable = failures.some((error) => ExportEngineError.isInstance(error) && error.isRetryable);
  const cause = failures.length === 1 ? failures[0] : new AggregateError(failures, 'Several could not be told.');
  return new ExportEngineError('EXPORT_NOTIFY_FAILED', 'A connection of the wire API could not be told.', {
    cause,
    isRetryable,
  });
}
