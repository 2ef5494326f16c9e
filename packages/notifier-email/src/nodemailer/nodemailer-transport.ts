import { checkOptions, objectWith } from '@export-engine/core';
import type { EmailTransport } from '../email-transport.ts';
import { mailOptions, type NodemailerMail } from './mail-options.ts';

/** What is used of a nodemailer transporter, of any version from 7: `nodemailer.createTransport(…)` fits as it is. */
export interface NodemailerTransporter {
  sendMail(mail: NodemailerMail & { signal: AbortSignal }): Promise<unknown>;
}

/**
 * Sends through a nodemailer transporter: SMTP, a pool, sendmail, or a plug-in for a mail service.
 *
 * nodemailer 10.5 and later end the SMTP connection when the signal is aborted. Earlier ones, and transports other than
 * SMTP, can't be stopped: the notifier rejects at once all the same, and the mail may still go out.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { nodemailerTransport } from '@export-engine/notifier-email';
 * import { createTransport } from 'nodemailer';
 *
 * const transport = nodemailerTransport(createTransport({ host: 'smtp.example.com', port: 465, secure: true }));
 * ```
 */
export function nodemailerTransport(transporter: NodemailerTransporter): EmailTransport {
  checkOptions<{ transporter: NodemailerTransporter }>(
    'nodemailerTransport()',
    { transporter },
    { transporter: objectWith(['sendMail'], 'a nodemailer transporter') },
  );
  return {
    async send(message, { signal }) {
      await transporter.sendMail({ ...mailOptions(message), signal });
    },
  };
}
