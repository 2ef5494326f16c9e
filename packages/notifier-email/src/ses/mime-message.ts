import MailComposer from 'nodemailer/lib/mail-composer';
import type { EmailMessage } from '../email-transport.ts';
import { mailOptions } from '../nodemailer/mail-options.ts';

/**
 * The mail as it travels (RFC 5322 and MIME): ASCII, CRLF, a text and an HTML alternative.
 *
 * nodemailer composes it: encoded words, folding, quoting and line lengths have cost others many a header injection.
 */
export function mimeMessage(message: EmailMessage): Promise<Uint8Array> {
  return new MailComposer({ ...mailOptions(message), newline: 'windows' }).compile().build();
}
