import type { ExportEngine, ExportStatus } from '@export-engine/core';
import type { ConnectionRegistry, PushTickets } from '@export-engine/notifier-websocket';

/** How often the record of an export that somebody waits for is read, in milliseconds. */
const lookMs = 2000;

export interface PushRelayOptions {
  readonly engine: Pick<ExportEngine, 'watch'>;
  readonly tickets: Pick<PushTickets, 'redeem'>;
  /** Of the connections of this process only. */
  readonly connections: ConnectionRegistry;
  /** Tells the connections that wait for this export. Not called while nobody waits. */
  readonly tell: (ended: ExportStatus, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** What `pushMessages` is given in place of the tickets and connections that the relay was made of. */
export interface PushRelay {
  readonly tickets: Pick<PushTickets, 'redeem'>;
  readonly connections: ConnectionRegistry;
  /** Stops to look. Idempotent. */
  close(): Promise<void>;
}

interface Wait {
  readonly connectionIds: Set<string>;
  readonly stopper: AbortController;
  readonly ended: Promise<void>;
}

/** Far more tickets than can be between their redeeming and the subscription that follows at once. */
const maxOwners = 1000;

/**
 * Tells connections of this process about exports that end in another one. The notifier of the process that works knows its
 * own connections only; so the record of each export that somebody waits for here is watched, as long as somebody does.
 */
export function createPushRelay({ engine, tickets, connections, tell, onError }: PushRelayOptions): PushRelay {
  const waits = new Map<string, Wait>();
  /** Whose the exports of the latest tickets are: asked when a wait begins. */
  const owners = new Map<string, string>();

  function remember(exportId: string, owner: string): void {
    owners.delete(exportId);
    owners.set(exportId, owner);
    for (const oldest of owners.keys()) {
      if (owners.size <= maxOwners) return;
      owners.delete(oldest);
    }
  }

  async function watch(exportId: string, owner: string, signal: AbortSignal): Promise<void> {
    try {
      let last: ExportStatus | undefined;
      for await (const status of engine.watch(exportId, { owner, intervalMs: lookMs, signal })) last = status;
      if (last !== undefined) await tell(last, signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
  }

  function add(connectionId: string, exportId: string): void {
    const known = waits.get(exportId);
    const owner = owners.get(exportId);
    if (known !== undefined || owner === undefined) {
      known?.connectionIds.add(connectionId);
      return;
    }
    const stopper = new AbortController();
    const ended = watch(exportId, owner, stopper.signal).finally(() => end(exportId, wait));
    const wait = { connectionIds: new Set([connectionId]), stopper, ended };
    waits.set(exportId, wait);
  }

  function remove(connectionId: string, exportId: string): void {
    const wait = waits.get(exportId);
    wait?.connectionIds.delete(connectionId);
    if (wait?.connectionIds.size === 0) end(exportId, wait);
  }

  function end(exportId: string, wait: Wait): void {
    wait.stopper.abort(new Error('Nobody waits for this export any more.'));
    if (waits.get(exportId) === wait) waits.delete(exportId);
  }

  return {
    tickets: {
      async redeem(ticket, options) {
        const redeemed = await tickets.redeem(ticket, options);
        remember(redeemed.exportId, redeemed.owner);
        return redeemed;
      },
    },
    connections: {
      ...connections,
      async subscribe(connectionId, exportId, options) {
        await connections.subscribe(connectionId, exportId, options);
        add(connectionId, exportId);
      },
      async unsubscribe(connectionId, exportId, options) {
        remove(connectionId, exportId);
        await connections.unsubscribe(connectionId, exportId, options);
      },
      async forget(connectionId, options) {
        for (const exportId of [...waits.keys()]) remove(connectionId, exportId);
        await connections.forget(connectionId, options);
      },
    },
    async close() {
      const open = [...waits];
      for (const [exportId, wait] of open) end(exportId, wait);
      await Promise.all(open.map(([, { ended }]) => ended));
    },
  };
}
