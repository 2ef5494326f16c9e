import type { ConnectionTransport } from '../../src/connection-transport.ts';
import type { ServerFrame } from '../../src/wire/frames.ts';

/** A transport that keeps what was sent. */
export interface MemoryTransport extends ConnectionTransport {
  /** Ids of connections that are gone. */
  readonly gone: Set<string>;
  /** The next sends to a connection fail like this, first one first. */
  readonly failures: Map<string, unknown[]>;
  /** Every frame, in order, with the connection it went to. */
  readonly sent: { readonly connectionId: string; readonly frame: ServerFrame }[];
  framesOf(connectionId: string): readonly ServerFrame[];
}

export function memoryTransport(): MemoryTransport {
  const gone = new Set<string>();
  const failures = new Map<string, unknown[]>();
  const sent: { connectionId: string; frame: ServerFrame }[] = [];
  return {
    gone,
    failures,
    sent,
    framesOf: (id) => sent.filter(({ connectionId }) => connectionId === id).map(({ frame }) => frame),
    async send(connectionId, text, { signal }) {
      await Promise.resolve();
      signal.throwIfAborted();
      const failing = failures.get(connectionId)?.shift();
      if (failing !== undefined) throw failing;
      if (gone.has(connectionId)) return 'gone';
      sent.push({ connectionId, frame: JSON.parse(text) });
      return 'sent';
    },
  };
}
