import { type SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { checkOptions, custom, objectWith, optional } from '@export-engine/core';
import type { EmailTransport } from '../email-transport.ts';
import { mimeMessage } from './mime-message.ts';

export interface SesTransportOptions {
  /** The application's own client; its credentials, region and retries are used as they are. */
  readonly client: SESClient;
  /** Name of a configuration set: events, dedicated addresses. @default the identity's own, if it has one */
  readonly configurationSetName?: string | undefined;
}

/**
 * Sends through Amazon SES by `SendRawEmail`, the one call of SES v1 that takes headers of one's own. SES puts a message
 * id of its own in place of the mail's; `X-Export-Id` stays.
 *
 * Needs `ses:SendRawEmail` on the sender's identity (and on the configuration set).
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { SESClient } from '@aws-sdk/client-ses';
 * import { sesTransport } from '@export-engine/notifier-email/ses';
 *
 * const transport = sesTransport({ client: new SESClient({}) });
 * ```
 */
export function sesTransport(options: SesTransportOptions): EmailTransport {
  checkOptions<SesTransportOptions>('sesTransport()', options, {
    client: objectWith(['send'], 'an SESClient'),
    configurationSetName: optional(custom('1 to 64 of the characters A-Z a-z 0-9 _ -', isConfigurationSetName)),
  });
  const { client, configurationSetName } = options;

  return {
    async send(message, { signal }) {
      const command = new SendRawEmailCommand({
        // Given here, nobody's header decides whom the mail goes to.
        Source: message.from.address,
        Destinations: [message.to.address],
        RawMessage: { Data: await mimeMessage(message) },
        ...(configurationSetName === undefined ? {} : { ConfigurationSetName: configurationSetName }),
      });
      await client.send(command, { abortSignal: signal });
    },
  };
}

function isConfigurationSetName(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
}
