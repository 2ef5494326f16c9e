import { createHash } from 'node:crypto';
import { ExportEngineError, type JsonObject, type Store } from '@export-engine/core';
import type { Mail } from '../api-types.ts';

/** A mail before it lies in the mailbox. */
export interface IncomingMail extends Omit<Mail, 'id'> {
  /** As in the header `Message-ID`. A mail that is sent again has the same, and is kept once. */
  readonly messageId: string;
}

/** Where the demo's mails end, instead of at somebody's provider: in the store, so that they survive a restart. */
export interface Mailbox {
  deliver(mail: IncomingMail): Promise<void>;
  /** Mails to an address, the newest first. */
  list(address: string, options: { readonly signal: AbortSignal }): Promise<readonly Mail[]>;
}

const prefix = 'mailbox/';
/** Older ones are removed when a new one comes. */
const maxMails = 100;

export function createMailbox({ store }: { readonly store: Store }): Mailbox {
  async function list(address: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly Mail[]> {
    const keys: string[] = [];
    for await (const key of store.list(folderOf(address), { signal })) keys.push(key);
    const entries = await Promise.all(keys.map((key) => store.read(key, { signal })));
    const mails = entries.flatMap((entry) => (entry === undefined ? [] : [entry.value as unknown as Mail]));
    return mails.sort((one, other) => (one.date < other.date ? 1 : -1));
  }

  return {
    list,
    async deliver({ messageId, ...mail }) {
      const { signal } = new AbortController();
      const folder = folderOf(mail.to);
      const value: JsonObject = { ...mail, id: digest(messageId) };
      await store.write(`${folder}${value['id']}`, value, { expectedVersion: null, signal }).catch(unlessThere);
      for (const { id } of (await list(mail.to, { signal })).slice(maxMails)) {
        await store.remove(`${folder}${id}`, { signal });
      }
    },
  };
}

/** Letters and digits, as a store's key wants them. */
function folderOf(address: string): string {
  return `${prefix}${digest(address.toLowerCase())}/`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function unlessThere(error: unknown): void {
  if (!ExportEngineError.isInstance(error) || error.code !== 'EXPORT_STORE_CONFLICT') throw error;
}
