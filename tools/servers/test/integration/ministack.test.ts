import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import type { AwsServerDescription } from '../../src/server-descriptions.ts';
import { describeWithServer } from '../../src/testing.ts';

describeWithServer('aws', (server) => {
  it('refuses mail from a sender that is not verified, and keeps mail from one that is', async () => {
    const sender = `${randomUUID()}@example.com`;
    const mail = {
      Source: sender,
      'Destination.ToAddresses.member.1': 'ada@example.org',
      'Message.Subject.Data': 'Hi',
    };

    const refused = await askSes(server, { Action: 'SendEmail', ...mail });
    const verified = await askSes(server, { Action: 'VerifyEmailIdentity', EmailAddress: sender });
    const sent = await askSes(server, { Action: 'SendEmail', ...mail });
    const mailbox = await (await fetch(`${server.endpoint}/_ministack/ses/messages`)).text();

    expect([refused.status, verified.status, sent.status]).toEqual([400, 200, 200]);
    expect(refused.body).toContain('<Code>MessageRejected</Code>');
    expect(mailbox.split(sender)).toHaveLength(2);
  });

  it('is reached on the loopback interface only', async () => {
    const { port } = new URL(server.endpoint);
    const outside = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    );

    for (const address of outside) await expect(fetch(`http://${address}:${port}`)).rejects.toThrow('fetch failed');
  });
});

/** The query API; the emulator reads account and region from the signature, and does not check it. */
async function askSes(
  { endpoint, accessKeyId, region }: AwsServerDescription,
  parameters: Record<string, string>,
): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/ses/aws4_request` },
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, body: await response.text() };
}
