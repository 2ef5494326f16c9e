import type { ConnectionTransport } from '../../src/connection-transport.ts';

export interface CountingTransport extends ConnectionTransport {
  /** How many texts were handed over. */
  readonly sent: number;
}

/** Counts what a transport took, to know when all of it has arrived. */
export function countingTransport(transport: ConnectionTransport): CountingTransport {
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    async send(...call) {
      const outcome = await transport.send(...call);
      if (outcome === 'sent') sent += 1;
      return outcome;
    },
  };
}
