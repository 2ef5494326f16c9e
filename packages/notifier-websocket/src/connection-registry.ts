import {
  checkOptions,
  ExportEngineError,
  integer,
  type JsonValue,
  keyPrefix as keyPrefixCheck,
  objectWith,
  optional,
  type Store,
} from '@export-engine/core';
import type { ConnectionCallOptions } from './connection-transport.ts';
import { putEntry } from './registry/put-entry.ts';
import { subscriptionKeys } from './registry/subscription-keys.ts';

export interface ConnectionRegistryOptions {
  /** For API Gateway the engine's own, shared by all processes; for a `webSocketHub` one of its process. */
  readonly store: Store;
  /** Put before every key: empty, or up to 40 characters that end in `/`. @default 'push/' */
  readonly keyPrefix?: string | undefined;
  /**
   * How long a subscription counts, 60 to 604,800 s: longer than a connection can live.
   *
   * @default 9000: API Gateway and `webSocketHub` close a connection after 7,200 s
   */
  readonly expiresInSeconds?: number | undefined;
  /** Exports that one connection may be subscribed to at once, 1 to 1,000. @default 20 */
  readonly maxExportsPerConnection?: number | undefined;
}

/**
 * Which connection waits for the ending of which export. A connection's id has 1 to 128 visible ASCII characters, and
 * never comes to belong to another connection.
 */
export interface ConnectionRegistry {
  /**
   * Once resolved, every later `subscribers` of this export has the connection. Idempotent; counts from anew.
   *
   * @throws ExportEngineError `EXPORT_STATE_INVALID` when the connection is subscribed to too many exports
   */
  subscribe(connectionId: string, exportId: string, options: ConnectionCallOptions): Promise<void>;
  /** Idempotent. */
  unsubscribe(connectionId: string, exportId: string, options: ConnectionCallOptions): Promise<void>;
  /** The ids of the connections that are subscribed to this export, in any order. */
  subscribers(exportId: string, options: ConnectionCallOptions): AsyncIterable<string>;
  /** Forgets a connection that has closed, with all its subscriptions. Idempotent. */
  forget(connectionId: string, options: ConnectionCallOptions): Promise<void>;
  /** Removes what has expired: for a timer, every hour or so. @returns how many entries were removed */
  sweep(options: ConnectionCallOptions): Promise<number>;
}

interface Subscription {
  readonly connectionId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * Keeps who is subscribed to what in a store, so that the process that ends an export finds the connections of all others.
 * Entries go when the ending was told, when the connection closes or turns out to be gone, and by `sweep`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { memoryStore } from '@export-engine/core';
 * import { connectionRegistry } from '@export-engine/notifier-websocket';
 *
 * const connections = connectionRegistry({ store: memoryStore() });
 * setInterval(() => connections.sweep({ signal: AbortSignal.timeout(60_000) }).catch(console.error), 3_600_000).unref();
 * ```
 */
export function connectionRegistry(options: ConnectionRegistryOptions): ConnectionRegistry {
  checkOptions<ConnectionRegistryOptions>('connectionRegistry()', options, {
    store: objectWith(['read', 'write', 'list', 'remove'], 'a store'),
    keyPrefix: optional(keyPrefixCheck({ max: 40 })),
    expiresInSeconds: optional(integer({ min: 60, max: 604_800 })),
    maxExportsPerConnection: optional(integer({ min: 1, max: 1000 })),
  });
  const { store, keyPrefix = 'push/', expiresInSeconds = 9000, maxExportsPerConnection = 20 } = options;
  const keys = subscriptionKeys(keyPrefix);

  return { subscribe, unsubscribe, subscribers, forget, sweep };

  async function subscribe(connectionId: string, exportId: string, { signal }: ConnectionCallOptions): Promise<void> {
    const { byExport, byConnection } = keys.of(connectionId, exportId);
    await checkRoom(connectionId, byConnection, signal);
    const entry = { connectionId, expiresAt: Date.now() + expiresInSeconds * 1000 };
    // The way back comes first and goes last: a crash in between leaves nothing that `forget` would not find.
    await putEntry(store, byConnection, entry, { signal });
    await putEntry(store, byExport, entry, { signal });
  }

  async function unsubscribe(connectionId: string, exportId: string, { signal }: ConnectionCallOptions): Promise<void> {
    const { byExport, byConnection } = keys.of(connectionId, exportId);
    await store.remove(byExport, { signal });
    await store.remove(byConnection, { signal });
  }

  async function* subscribers(exportId: string, { signal }: ConnectionCallOptions): AsyncGenerator<string> {
    for await (const key of store.list(keys.subscribersOf(exportId), { signal })) {
      const subscription = subscriptionOf((await store.read(key, { signal }))?.value);
      if (subscription !== undefined && subscription.expiresAt > Date.now()) yield subscription.connectionId;
    }
  }

  async function forget(connectionId: string, { signal }: ConnectionCallOptions): Promise<void> {
    const folder = keys.exportsOf(connectionId);
    for await (const key of store.list(folder, { signal })) {
      await unsubscribe(connectionId, key.slice(folder.length), { signal });
    }
  }

  async function sweep({ signal }: ConnectionCallOptions): Promise<number> {
    let removed = 0;
    // Both folders: a connection that closed while it subscribed can leave an entry without a way back.
    for (const folder of [keys.subscribersFolder, keys.connectionsFolder]) {
      for await (const key of store.list(folder, { signal })) {
        const entry = await store.read(key, { signal });
        if (entry === undefined || (subscriptionOf(entry.value)?.expiresAt ?? 0) > Date.now()) continue;
        await store.remove(key, { signal });
        removed += 1;
      }
    }
    return removed;
  }

  async function checkRoom(connectionId: string, byConnection: string, signal: AbortSignal): Promise<void> {
    let others = 0;
    for await (const key of store.list(keys.exportsOf(connectionId), { signal })) {
      if (key !== byConnection) others += 1;
      if (others < maxExportsPerConnection) continue;
      const message = `One connection can be subscribed to ${maxExportsPerConnection} exports at once, not to more.`;
      throw new ExportEngineError('EXPORT_STATE_INVALID', message, { details: { maxExportsPerConnection } });
    }
  }
}

function subscriptionOf(value: JsonValue | undefined): Subscription | undefined {
  return value as Subscription | undefined;
}
