import type { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { EmailMessage, EmailTransport } from '../../src/index.ts';
import { sesTransport } from '../../src/ses.ts';

export interface Capture<Mail> {
  readonly transport: EmailTransport;
  readonly mails: Mail[];
}

/** A transport that keeps what the notifier hands it. */
export function capturedMessages(): Capture<EmailMessage> {
  const mails: EmailMessage[] = [];
  return { mails, transport: { send: async (message) => void mails.push(message) } };
}

/** The SES transport on a client that sends nothing: what it would send, as it travels. */
export function capturedMime(): Capture<Uint8Array> {
  const mails: Uint8Array[] = [];
  const client = {
    send: async ({ input }: SendRawEmailCommand) => void mails.push(input.RawMessage?.Data ?? new Uint8Array()),
  };
  return { mails, transport: sesTransport({ client: client as unknown as SESClient }) };
}
