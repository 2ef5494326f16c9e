import { createHmac, timingSafeEqual } from 'node:crypto';
import { checkOptions, custom, integer, optional } from '../options/index.ts';
import type { ExportRecord } from './export-record.ts';

/** How the links work that open a file without signing in: those in an e-mail. */
export interface FileAccessOptions {
  /**
   * Signs the tokens; 32 characters or more. Of several the first signs and all are accepted, so that a secret can be
   * replaced while links are under way.
   */
  readonly secret: string | readonly string[];
  /** Life of a token, counted from the end of the export, 60 s to a year. @default 604,800, seven days */
  readonly expiresInSeconds?: number | undefined;
}

/** Makes and checks access tokens. A token is a secret: never log it. */
export interface FileAccess {
  /** The token for a completed export: the same at each call, because a delivery can be repeated. */
  tokenFor(record: ExportRecord): string;
  isValid(token: string, record: ExportRecord, nowMs: number): boolean;
}

const minSecretLength = 32;

/** @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function createFileAccess(owner: string, options: unknown): FileAccess {
  checkOptions<FileAccessOptions>(`${owner}: fileAccess`, options, {
    secret: custom('a string, or an array of strings, each of 32 characters or more', (value) => {
      return isSecret(value) || (Array.isArray(value) && value.length > 0 && value.every(isSecret));
    }),
    expiresInSeconds: optional(integer({ min: 60, max: 31_536_000 })),
  });
  const { expiresInSeconds = 604_800 } = options;
  const secrets = typeof options.secret === 'string' ? [options.secret] : options.secret;
  const [signing = ''] = secrets;

  return {
    tokenFor(record) {
      const expires = Math.floor(Date.parse(record.endedAt ?? record.updatedAt) / 1000) + expiresInSeconds;
      return `${expires.toString(36)}.${sign(signing, record, expires).toString('base64url')}`;
    },
    isValid(token, record, nowMs) {
      const [, expiresText = '', signature = ''] = /^([0-9a-z]{1,8})\.([\w-]{43})$/.exec(token) ?? [];
      const expires = Number.parseInt(expiresText, 36);
      const given = Buffer.from(signature, 'base64url');
      const isSigned = secrets.some((secret) => {
        const right = sign(secret, record, expires);
        return right.length === given.length && timingSafeEqual(right, given);
      });
      return isSigned && nowMs < expires * 1000;
    },
  };
}

/** The owner is signed and not written down: a token tells nothing about him. */
function sign(secret: string, { id, owner, accessVersion }: ExportRecord, expires: number): Buffer {
  const text = JSON.stringify(['export-engine file access', id, owner, accessVersion, expires]);
  return createHmac('sha256', secret).update(text).digest();
}

function isSecret(value: unknown): boolean {
  return typeof value === 'string' && value.length >= minSecretLength;
}
