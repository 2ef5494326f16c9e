import type { Notifier } from '@export-engine/core';
import { emailNotifier, nodemailerTransport } from '@export-engine/notifier-email';
import { createTransport } from 'nodemailer';

export const email: Notifier = emailNotifier({
  transport: nodemailerTransport(createTransport({ host: 'localhost', port: 2525 })),
  from: 'exports@example.com',
  replyTo: { address: 'support@example.com', name: 'Example Support' },
  applicationName: 'Example',
  fileUrlExpiresInSeconds: 604_800,
});
