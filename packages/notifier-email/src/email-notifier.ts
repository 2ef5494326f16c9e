import {
  checkOptions,
  custom,
  type ExportEvent,
  func,
  integer,
  type JsonValue,
  type Notifier,
  objectWith,
  optional,
  timedCall,
} from '@export-engine/core';
import { composeMessage } from './compose-message.ts';
import { type EmailAddress, settleAddress } from './email-address.ts';
import type { EmailTransport } from './email-transport.ts';
import { emailFailure } from './failures/email-failure.ts';
import { emailFailureOf } from './failures/failure-of.ts';
import type { RenderEmail } from './render/email-content.ts';
import { renderContent } from './render/render-content.ts';
import { renderEmail } from './render/render-email.ts';
import { type RenderEmailOptions, renderEmailChecks } from './render/render-email-options.ts';

export interface EmailNotifierOptions extends RenderEmailOptions {
  readonly transport: EmailTransport;
  /** The sender. With no name of its own, mail programs show `applicationName`. */
  readonly from: string | EmailAddress;
  /** Where answers go. @default the sender */
  readonly replyTo?: string | EmailAddress | undefined;
  /** Makes the mails: other words, another language, your own template. @default `renderEmail` */
  readonly render?: RenderEmail | undefined;
  /** By which requests name it; a lower-case letter, then up to 40 of `a-z 0-9 -`. @default 'email' */
  readonly name?: string | undefined;
  /** Longest wait for one mail, rendering included, in milliseconds; 1 to 600,000. @default 60000 */
  readonly sendTimeoutMs?: number | undefined;
}

/**
 * Tells the requester by e-mail how the export ended. A recipient is an address, or `{ address, name? }`.
 *
 * Delivery is at least once: when the answer of the mail service is lost, the mail is sent again, with the same
 * `X-Export-Id` and `Message-ID`.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { emailNotifier, nodemailerTransport } from '@export-engine/notifier-email';
 * import { createTransport } from 'nodemailer';
 *
 * const notifier = emailNotifier({
 *   transport: nodemailerTransport(createTransport('smtp://localhost:2525')),
 *   from: { address: 'exports@example.com', name: 'Example Exports' },
 * });
 * ```
 */
export function emailNotifier(options: EmailNotifierOptions): Notifier {
  checkOptions<EmailNotifierOptions>(owner, options, {
    ...renderEmailChecks,
    transport: objectWith(['send'], 'an e-mail transport, such as sesTransport() or nodemailerTransport()'),
    from: anyValue,
    replyTo: anyValue,
    render: optional(func()),
    name: optional(custom('a lower-case letter, then up to 40 of a-z, 0-9 and "-"', isNotifierName)),
    sendTimeoutMs: optional(integer({ min: 1, max: 600_000 })),
  });
  const mailing = mailingOf(options);

  return {
    specVersion: 1,
    name: options.name ?? 'email',
    validateRecipient: (recipient) => ({ ...settleAddress(owner, 'recipient', recipient) }) as JsonValue,
    notify: (event, { signal }) => sendMail(mailing, event, signal),
  };
}

const owner = 'emailNotifier()';

/** `settleAddress` checks these. */
const anyValue = custom('an e-mail address', () => true);

function isNotifierName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,40}$/.test(value);
}

interface Mailing {
  readonly transport: EmailTransport;
  readonly from: EmailAddress;
  readonly replyTo: EmailAddress | undefined;
  readonly render: RenderEmail;
  readonly sendTimeoutMs: number;
}

function mailingOf(options: EmailNotifierOptions): Mailing {
  const { transport, applicationName, fileUrlExpiresInSeconds, sendTimeoutMs = 60_000 } = options;
  const from = settleAddress(owner, 'from', options.from);
  return {
    transport,
    from: from.name === undefined && applicationName !== undefined ? { ...from, name: applicationName.trim() } : from,
    replyTo: options.replyTo === undefined ? undefined : settleAddress(owner, 'replyTo', options.replyTo),
    render: options.render ?? ((event) => renderEmail(event, { applicationName, fileUrlExpiresInSeconds })),
    sendTimeoutMs,
  };
}

async function sendMail(mailing: Mailing, event: ExportEvent, signal: AbortSignal): Promise<void> {
  const { transport, render, sendTimeoutMs: timeoutMs } = mailing;
  const timeoutError = () => emailFailure('unavailable', `The mail was not sent within ${timeoutMs} ms.`);
  try {
    await timedCall({ signal, timeoutMs, timeoutError }, async (ownSignal) => {
      const to = recipientOf(event);
      const content = await renderContent(render, event, { signal: ownSignal });
      if (content === null || ownSignal.aborted) return;
      const { from, replyTo } = mailing;
      await transport.send(composeMessage(event, { from, to, replyTo }, content), { signal: ownSignal });
    });
  } catch (error) {
    throw signal.aborted ? signal.reason : emailFailureOf(error);
  }
}

function recipientOf(event: ExportEvent): EmailAddress {
  try {
    return settleAddress(owner, 'recipient', event.recipient);
  } catch (cause) {
    throw emailFailure('invalid-recipient', 'The mail was not sent: its recipient is no e-mail address.', { cause });
  }
}
