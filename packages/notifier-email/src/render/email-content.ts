import type { ExportEvent, NotifyOptions } from '@export-engine/core';

/** What a mail says. */
export interface EmailContent {
  /** One line, at least one visible character; line breaks become blanks, and past 200 characters it is cut. */
  readonly subject: string;
  /** For programs and people that read no HTML; at least one visible character. */
  readonly text: string;
  /** A whole document. Escape what the event holds: names come from people. */
  readonly html?: string | undefined;
}

/**
 * Makes the mail of an ending; `null` when there is to be none, for example for a cancelled export. Called again at each
 * try. What it throws is final, unless it is `emailFailure('unavailable', …)`.
 */
export type RenderEmail = (
  event: ExportEvent,
  options: NotifyOptions,
) => EmailContent | null | Promise<EmailContent | null>;
