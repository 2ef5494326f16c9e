import {
  checkOptions,
  custom,
  type ExportEngine,
  ExportEngineError,
  integer,
  keyPrefix as keyPrefixCheck,
  objectWith,
  optional,
  type Store,
} from '@export-engine/core';
import type { ConnectionCallOptions } from './connection-transport.ts';
import { type OpenedTicket, openTicket, sealTicket, ticketKey } from './tickets/sealed-ticket.ts';

export interface PushTicketsOptions {
  /** Asked at each issue whether the export is the owner's, so that no caller can forget it. */
  readonly engine: Pick<ExportEngine, 'status'>;
  /** 32 characters or more. Of a list, the first makes tickets and all open them: how a secret is replaced without a gap. */
  readonly secret: string | readonly string[];
  /** Keeps which tickets were used. All processes that redeem share it. */
  readonly store: Store;
  /** How long a ticket can be redeemed, 1 to 3,600 s. @default 60 */
  readonly expiresInSeconds?: number | undefined;
  /** Put before every key: empty, or up to 40 characters that end in `/`. @default 'push/' */
  readonly keyPrefix?: string | undefined;
}

export interface IssueOptions extends ConnectionCallOptions {
  /** Who asks. */
  readonly owner: string;
}

/** Permission to subscribe to one export once. A secret: never log it. */
export interface PushTicket {
  readonly ticket: string;
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
}

/** What a ticket stands for. */
export interface RedeemedTicket {
  readonly exportId: string;
  readonly owner: string;
}

export interface PushTickets {
  /** @throws ExportEngineError `EXPORT_NOT_FOUND` when there is no such export, or it is not this owner's */
  issue(exportId: string, options: IssueOptions): Promise<PushTicket>;
  /** @throws ExportEngineError `EXPORT_NOT_FOUND` for a ticket that is forged, expired or used: it does not say which */
  redeem(ticket: string, options: ConnectionCallOptions): Promise<RedeemedTicket>;
  /** Removes the marks of used tickets that have expired: for a timer, every hour or so. @returns how many */
  sweep(options: ConnectionCallOptions): Promise<number>;
}

/** By how much the clocks of two processes may differ. */
const clockSkewMs = 5000;

/**
 * Short-lived single-use tickets. A socket carries no cookie or header that could be trusted, so a page asks the API for a
 * ticket, as whoever is signed in, and hands it in over the socket.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import type { ExportEngine, Store } from '@export-engine/core';
 * import { pushTickets } from '@export-engine/notifier-websocket';
 *
 * declare const engine: ExportEngine;
 * declare const store: Store;
 * declare const secret: string;
 *
 * const tickets = pushTickets({ engine, store, secret });
 * ```
 */
export function pushTickets(options: PushTicketsOptions): PushTickets {
  checkOptions<PushTicketsOptions>('pushTickets()', options, {
    engine: objectWith(['status'], 'an export engine'),
    secret: custom('a string of 32 characters or more, or a list of 1 to 10 such strings', isSecretOrList),
    store: objectWith(['read', 'write', 'list', 'remove'], 'a store'),
    expiresInSeconds: optional(integer({ min: 1, max: 3600 })),
    keyPrefix: optional(keyPrefixCheck({ max: 40 })),
  });
  const { engine, store, expiresInSeconds = 60, keyPrefix = 'push/' } = options;
  const [firstKey, ...olderKeys] = keysOf(options.secret);
  const usedFolder = `${keyPrefix}used-tickets/`;
  // When it expires is in the key, so that a sweep need not read.
  const markOf = ({ expiresAt, nonce }: OpenedTicket): string => `${usedFolder}${expiresAt}.${nonce}`;

  return {
    async issue(exportId, { owner, signal }) {
      await engine.status(exportId, { owner, signal });
      const expiresAt = Date.now() + expiresInSeconds * 1000;
      const ticket = sealTicket(firstKey, { exportId, owner, expiresAt });
      return { ticket, expiresAt: new Date(expiresAt).toISOString() };
    },

    async redeem(ticket, { signal }) {
      signal.throwIfAborted();
      const claims = openTicket([firstKey, ...olderKeys], ticket);
      if (claims === undefined || Date.now() > claims.expiresAt + clockSkewMs) throw refusal();
      try {
        await store.write(markOf(claims), true, { expectedVersion: null, signal });
      } catch (error) {
        const isUsed = ExportEngineError.isInstance(error) && error.code === 'EXPORT_STORE_CONFLICT';
        throw isUsed ? refusal() : error;
      }
      return { exportId: claims.exportId, owner: claims.owner };
    },

    async sweep({ signal }) {
      let removed = 0;
      for await (const key of store.list(usedFolder, { signal })) {
        // A process whose clock is behind may still take the ticket for good: its mark stays a little longer.
        if (Date.now() <= Number.parseInt(key.slice(usedFolder.length), 10) + 3 * clockSkewMs) continue;
        await store.remove(key, { signal });
        removed += 1;
      }
      return removed;
    },
  };
}

function isSecretOrList(value: unknown): boolean {
  const isSecret = (secret: unknown): boolean => typeof secret === 'string' && secret.length >= 32;
  return isSecret(value) || (Array.isArray(value) && value.length >= 1 && value.length <= 10 && value.every(isSecret));
}

function keysOf(secret: string | readonly string[]): readonly [Uint8Array, ...Uint8Array[]] {
  const [first = '', ...others] = typeof secret === 'string' ? [secret] : secret;
  return [ticketKey(first), ...others.map(ticketKey)];
}

function refusal(): ExportEngineError {
  return new ExportEngineError('EXPORT_NOT_FOUND', 'The ticket is not valid, or no longer.');
}
