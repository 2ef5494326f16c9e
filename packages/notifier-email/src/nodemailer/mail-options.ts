import type { EmailAddress } from '../email-address.ts';
import type { EmailMessage } from '../email-transport.ts';

/** A mail in nodemailer's words. An address as an object is taken as it is; as text it would be parsed. */
export interface NodemailerMail {
  from: { name: string; address: string };
  to: { name: string; address: string };
  replyTo?: { name: string; address: string };
  subject: string;
  text: string;
  html?: string;
  messageId: string;
  headers: Record<string, string>;
  /** No body is ever taken for a path or an address to fetch. */
  disableFileAccess: true;
  disableUrlAccess: true;
}

export function mailOptions({ from, to, replyTo, html, headers, ...texts }: EmailMessage): NodemailerMail {
  return {
    ...texts,
    from: mailAddress(from),
    to: mailAddress(to),
    ...(replyTo === undefined ? {} : { replyTo: mailAddress(replyTo) }),
    ...(html === undefined ? {} : { html }),
    headers: { ...headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function mailAddress({ address, name = '' }: EmailAddress): NodemailerMail['to'] {
  return { name, address };
}
