import type { NotifierFixture, NotifierHarness } from '@export-engine/core/testing';
import { createTransport } from 'nodemailer';
import { emailNotifier, nodemailerTransport } from '../../src/index.ts';
import { type MailServer, startMailServer } from './mail-server.ts';

interface SmtpFixture extends NotifierFixture {
  readonly server: MailServer;
}

/** nodemailer to a real SMTP server, a new one for each case. */
export const smtpHarness: NotifierHarness<SmtpFixture> = {
  capabilities: {},

  async setUp() {
    const server = await startMailServer();
    return {
      server,
      recipient: { address: 'ada@example.org', name: 'Ada Lovelace' },
      invalidRecipients: [
        '',
        'ada',
        { address: 'ada@example.org, bob@example.org' },
        { address: 'a@b.co', name: 'A\n' },
      ],
      connect: () =>
        emailNotifier({
          transport: nodemailerTransport(createTransport({ host: '127.0.0.1', port: server.port })),
          from: 'exports@app.example',
        }),
      received: async () =>
        server.arrived.map(({ mail }) => [mail.subject, mail.text, mail.html].map(String).join('\n')),
      failNext: ({ kind, secret }) =>
        server.refuseNext({
          step: 'DATA',
          reply: kind === 'transient' ? `451 4.3.0 Try later ${secret}` : `554 5.6.0 No ${secret}`,
        }),
    };
  },

  async tearDown({ server }) {
    await server.close();
  },
};
