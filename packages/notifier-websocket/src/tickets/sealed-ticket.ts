import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a ticket says, to those who have the secret. */
export interface TicketClaims {
  readonly exportId: string;
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** A ticket that was sealed with one of our keys. */
export interface OpenedTicket extends TicketClaims {
  /** No other ticket has it; letters, digits, `_` and `-`. */
  readonly nonce: string;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** The key of a secret for tickets only: the same secret may sign other things too. */
export function ticketKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'export-engine push ticket', 32));
}

/** Nonce, claims and tag as base64url. Sealed and not only signed, as an owner's id is the application's own affair. */
export function sealTicket(key: Uint8Array, { exportId, owner, expiresAt }: TicketClaims): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  const claims = cipher.update(JSON.stringify([exportId, owner, expiresAt]));
  return Buffer.concat([nonce, claims, cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @returns `undefined` when none of the keys sealed it */
export function openTicket(keys: readonly Uint8Array[], ticket: string): OpenedTicket | undefined {
  if (!/^[\w-]+$/.test(ticket)) return undefined;
  const bytes = Buffer.from(ticket, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const nonce = bytes.subarray(0, nonceBytes);
  for (const key of keys) {
    const claims = decrypt(key, nonce, bytes.subarray(nonceBytes, -tagBytes), bytes.subarray(-tagBytes));
    if (claims === undefined) continue;
    const [exportId, owner, expiresAt] = JSON.parse(claims);
    return { exportId, owner, expiresAt, nonce: nonce.toString('base64url') };
  }
  return undefined;
}

/** @returns `undefined` when the tag is not right; how long that takes does not tell by how much */
function decrypt(key: Uint8Array, nonce: Buffer, sealed: Buffer, tag: Buffer): string | undefined {
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAuthTag(tag);
  const claims = decipher.update(sealed);
  try {
    return Buffer.concat([claims, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
