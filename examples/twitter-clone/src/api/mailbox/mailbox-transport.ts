import { createTransport, type Transporter } from 'nodemailer';
import type { Mailbox } from './mailbox.ts';

/** A nodemailer transporter as any other, whose mails end in the mailbox. */
export function mailboxTransport(mailbox: Mailbox): Transporter {
  return createTransport({
    name: 'mailbox',
    version: '1',
    send({ message, data }, callback) {
      const { from, to } = message.getEnvelope();
      const messageId = message.messageId();
      const mail = {
        messageId,
        from: from === false ? '' : from,
        subject: data.subject ?? '',
        date: new Date().toISOString(),
        text: typeof data.text === 'string' ? data.text : '',
        html: typeof data.html === 'string' ? data.html : null,
      };
      Promise.all(to.map((address) => mailbox.deliver({ ...mail, to: address }))).then(
        () => callback(null, { envelope: { from, to }, messageId, accepted: to, rejected: [] }),
        (error: Error) => callback(error),
      );
    },
  });
}
