import { SESClient } from '@aws-sdk/client-ses';
import type { Notifier } from '@export-engine/core';
import { emailNotifier } from '@export-engine/notifier-email';
import { sesTransport } from '@export-engine/notifier-email/ses';
import { applicationName, keptSeconds } from '../../api/application.ts';
import type { TellingSettings } from '../settings/settings.ts';

/** Mails by SES. */
export function mailNotifier({ mailSender }: TellingSettings): Notifier {
  return emailNotifier({
    transport: sesTransport({ client: new SESClient({}) }),
    from: { address: mailSender, name: applicationName },
    applicationName,
    fileUrlExpiresInSeconds: keptSeconds,
  });
}
