import { type Check, custom, integer, optional } from '@export-engine/core';
import { isDisplayName, oneLine } from '../one-line.ts';

export interface RenderEmailOptions {
  /** What people know the application as: in the text, and as the sender's name when it has none. 1 to 100 characters. */
  readonly applicationName?: string | undefined;
  /**
   * How long the file's address works, counted from the end of the export, in seconds; 60 to 31,536,000. Give what the
   * engine's `fileAccess.expiresInSeconds` is. @default the mail doesn't say
   */
  readonly fileUrlExpiresInSeconds?: number | undefined;
}

export const renderEmailChecks: { readonly [Key in keyof Required<RenderEmailOptions>]: Check } = {
  applicationName: optional(custom('text on one line of 1 to 100 characters, without "=?"', isApplicationName)),
  fileUrlExpiresInSeconds: optional(integer({ min: 60, max: 31_536_000 })),
};

function isApplicationName(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 100 && oneLine(value) !== '' && isDisplayName(value);
}
