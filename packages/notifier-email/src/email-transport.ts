import type { EmailAddress } from './email-address.ts';

/** One mail to one mailbox, as a transport gets it. Every text but the two bodies is on one line. */
export interface EmailMessage {
  readonly from: EmailAddress;
  readonly to: EmailAddress;
  readonly replyTo?: EmailAddress | undefined;
  /** Any Unicode text; the transport encodes it. */
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /** With its angle brackets; the same at each try of the same export. */
  readonly messageId: string;
  /** Further headers; names are ASCII. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface EmailSendOptions {
  /** Aborted when the caller gives up or the time is over. The notifier does not wait for the transport then. */
  readonly signal: AbortSignal;
}

/** How mail leaves: `sesTransport()`, `nodemailerTransport()`, or your own. */
export interface EmailTransport {
  /**
   * Hands the mail to the mail service. Resolves when that has taken it.
   *
   * @throws what the SDK or nodemailer throws, which the notifier reads, or an error made by `emailFailure`. Any other
   * error is `unknown`, and final.
   */
  send(message: EmailMessage, options: EmailSendOptions): Promise<void>;
}
