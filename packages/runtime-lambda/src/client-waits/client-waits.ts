import type { SFNClient } from '@aws-sdk/client-sfn';
import {
  checkOptions,
  ExportEngineError,
  integer,
  keyPrefix as keyPrefixCheck,
  objectWith,
  optional,
  type Store,
} from '@export-engine/core';
import { stepFunctionsCalls } from '../aws/step-functions-calls.ts';
import { livingEntry, readWait, updateWait, type WaitEntry } from './wait-entry.ts';

export interface ClientWaitsOptions {
  /** The engine's own, shared by all functions. */
  readonly store: Store;
  readonly client: SFNClient;
  /** Put before every key, 2 to 40 characters that end in `/`; nothing else has keys under it. @default 'client-waits/' */
  readonly keyPrefix?: string | undefined;
  /**
   * How long an entry counts, 60 to 31,536,000 s: longer than an export takes from its start to its delivery.
   *
   * @default 86,400, the longest life of an execution by default
   */
  readonly expiresInSeconds?: number | undefined;
  /** Longest wait for one call, the client's own retries included, in milliseconds; 1 to 60,000. @default 10,000 */
  readonly requestTimeoutMs?: number | undefined;
}

export interface ClientWaitCallOptions {
  /** Aborting rejects with `signal.reason` unchanged. */
  readonly signal: AbortSignal;
}

/** Which execution waits for which client. No method's answer, error or key holds a task token. */
export interface ClientWaits {
  /** An execution waits: it goes on when the client comes, at once if it has come before. A later token replaces this one. */
  begin(exportId: string, taskToken: string, options: ClientWaitCallOptions): Promise<void>;
  /** The client is there: whoever waits for it goes on, now or later. Idempotent; an export nobody waits for is fine. */
  arrived(exportId: string, options: ClientWaitCallOptions): Promise<void>;
  /** The client is on its way: the wait goes on for another `heartbeatSeconds`. Nobody waiting is fine. */
  alive(exportId: string, options: ClientWaitCallOptions): Promise<void>;
  /** Removes what has expired: for a timer, every hour or so. @returns how many entries were removed */
  sweep(options: ClientWaitCallOptions): Promise<number>;
}

/**
 * Lets the delivery of an export wait for its client. The execution's task token is kept in the store, under the export's id,
 * and goes to nobody but Step Functions.
 *
 * One entry holds both the token and whether the client has come, and is changed by compare-and-swap. So whoever is the second
 * to write sees the first: the token and the client can't miss each other.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { SFNClient } from '@aws-sdk/client-sfn';
 * import type { Store } from '@export-engine/core';
 * import { clientWaits } from '@export-engine/runtime-lambda';
 *
 * declare const store: Store;
 *
 * const waits = clientWaits({ store, client: new SFNClient({}) });
 * // In the step function: stepHandler({ engine, clientWaits: waits })
 * // In the websocket function: pushMessages({ …, onSubscribed: waits.arrived })
 * ```
 */
export function clientWaits(options: ClientWaitsOptions): ClientWaits {
  checkOptions<ClientWaitsOptions>('clientWaits()', options, {
    store: objectWith(['read', 'write', 'list', 'remove'], 'a store'),
    client: objectWith(['send'], 'an SFNClient'),
    keyPrefix: optional(keyPrefixCheck({ min: 2, max: 40 })),
    expiresInSeconds: optional(integer({ min: 60, max: 31_536_000 })),
    requestTimeoutMs: optional(integer({ min: 1, max: 60_000 })),
  });
  const { store, client, keyPrefix = 'client-waits/', expiresInSeconds = 86_400, requestTimeoutMs = 10_000 } = options;
  const calls = stepFunctionsCalls(client, requestTimeoutMs);

  return {
    async begin(exportId, taskToken, { signal }) {
      signal.throwIfAborted();
      const waiting = (entry: WaitEntry | undefined): WaitEntry =>
        entry?.hasArrived === true ? entry : { taskToken, hasArrived: false, expiresAt: expiry() };
      const { hasArrived } = await updateWait(store, keyOf(exportId), waiting, signal);
      if (hasArrived) await calls.succeedTask(taskToken, { signal });
    },

    async arrived(exportId, { signal }) {
      signal.throwIfAborted();
      const key = keyOf(exportId);
      const marked = (entry: WaitEntry | undefined): WaitEntry =>
        entry?.hasArrived === true
          ? entry
          : { taskToken: entry?.taskToken ?? null, hasArrived: true, expiresAt: expiry() };
      const { taskToken } = await updateWait(store, key, marked, signal);
      if (taskToken === null) return;
      await calls.succeedTask(taskToken, { signal });
      // Not before: a call that failed is made again when the client comes again. The mark stays, for a task that is tried again.
      await updateWait(store, key, withoutToken(taskToken), signal);
    },

    async alive(exportId, { signal }) {
      signal.throwIfAborted();
      const entry = await readWait(store, keyOf(exportId), signal);
      const taskToken = entry?.taskToken ?? null;
      if (taskToken !== null) await calls.beatHeart(taskToken, { signal });
    },

    async sweep({ signal }) {
      let removed = 0;
      for await (const key of store.list(keyPrefix, { signal })) {
        const entry = await store.read(key, { signal });
        if (entry === undefined || livingEntry(entry.value) !== undefined) continue;
        await store.remove(key, { signal });
        removed += 1;
      }
      return removed;
    },
  };

  function withoutToken(taskToken: string): (entry: WaitEntry | undefined) => WaitEntry {
    const gone: WaitEntry = { taskToken: null, hasArrived: true, expiresAt: expiry() };
    return (entry = gone) => (entry.taskToken === taskToken ? { ...entry, taskToken: null } : entry);
  }

  function expiry(): number {
    return Date.now() + expiresInSeconds * 1000;
  }

  function keyOf(exportId: string): string {
    if (typeof exportId === 'string' && /^[\w-]{1,64}$/.test(exportId)) return keyPrefix + exportId;
    const message = 'clientWaits(): an export id has 1 to 64 of the characters A-Z a-z 0-9 _ -.';
    throw new ExportEngineError('EXPORT_OPTIONS_INVALID', message, { details: { option: 'exportId' } });
  }
}
