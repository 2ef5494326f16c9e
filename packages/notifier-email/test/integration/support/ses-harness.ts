import type { SESClient } from '@aws-sdk/client-ses';
import type { DeliveryFailure, NotifierFixture, NotifierHarness } from '@export-engine/core/testing';
import { type AwsServerDescription, type FaultAction, type FaultProxy, startFaultProxy } from '@export-engine/servers';
import { emailNotifier } from '../../../src/index.ts';
import { sesTransport } from '../../../src/ses.ts';
import { mailsFrom, sesClient, verifiedSender } from './ses-mailbox.ts';

interface SesFixture extends NotifierFixture {
  readonly client: SESClient;
  readonly proxy: FaultProxy;
}

/** The SDK to an emulated SES, each case with a sender of its own; a proxy between them answers in its place to fail. */
export function sesHarness(server: AwsServerDescription): NotifierHarness<SesFixture> {
  return {
    capabilities: {},

    async setUp() {
      const proxy = await startFaultProxy({ target: server.endpoint });
      const client = sesClient(server, proxy.url);
      const from = await verifiedSender(client);
      return {
        client,
        proxy,
        recipient: { address: 'ada@example.org', name: 'Ada Lovelace' },
        invalidRecipients: ['', 'ada', { address: 'ada@example.org, bob@example.org' }, { address: 'a@b.co', name: 1 }],
        connect: () => emailNotifier({ transport: sesTransport({ client }), from }),
        received: async () =>
          (await mailsFrom(server, from)).map((mail) => [mail.Subject, mail.BodyText, mail.BodyHtml].join('\n')),
        failNext: (failure) => {
          let isOver = false;
          proxy.setRule(() => {
            if (isOver) return undefined;
            isOver = true;
            return refusal(failure);
          });
        },
      };
    },

    async tearDown({ client, proxy }) {
      client.destroy();
      await proxy.close();
    },
  };
}

function refusal({ kind, secret }: DeliveryFailure): FaultAction {
  const [status, code] = kind === 'transient' ? [503, 'ServiceUnavailable'] : [400, 'MessageRejected'];
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${secret}</Message></Error>`;
  return {
    kind: 'respond',
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${error}</ErrorResponse>`,
  };
}
