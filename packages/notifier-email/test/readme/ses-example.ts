import { SESClient } from '@aws-sdk/client-ses';
import type { Notifier } from '@export-engine/core';
import { emailNotifier } from '@export-engine/notifier-email';
import { sesTransport } from '@export-engine/notifier-email/ses';

export const email: Notifier = emailNotifier({
  transport: sesTransport({ client: new SESClient({}), configurationSetName: 'exports' }),
  from: { address: 'exports@example.com', name: 'Example Exports' },
});
