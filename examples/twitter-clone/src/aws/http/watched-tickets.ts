import type { ExportApiTickets } from '@export-engine/http-api';

export interface WatchedTicketsOptions {
  readonly tickets: ExportApiTickets;
  /** Told that somebody is about to wait for an export: the client of a push is alive. */
  readonly onIssued: (exportId: string, options: { readonly signal: AbortSignal }) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Tickets as they are, and a word to whoever waits for the client. A ticket is worth having without that word too. */
export function watchedTickets({ tickets, onIssued, onError }: WatchedTicketsOptions): ExportApiTickets {
  return {
    async issue(exportId, options) {
      const ticket = await tickets.issue(exportId, options);
      await onIssued(exportId, options).catch((error: unknown) => {
        options.signal.throwIfAborted();
        onError(error);
      });
      return ticket;
    },
  };
}
