import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/command.ts';
import { fetchMinistack } from '../../src/ministack.ts';
import { sentMail } from '../../src/ministack-back-door.ts';
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
    const mails = (await sentMail(server)).filter(({ Source }) => Source === sender);

    expect([refused.status, verified.status, sent.status]).toEqual([400, 200, 200]);
    expect(refused.body).toContain('<Code>MessageRejected</Code>');
    expect(mails).toMatchObject([{ Source: sender, To: ['ada@example.org'], Subject: 'Hi' }]);
  });

  it('refuses another release than the one whose gaps are closed', async () => {
    const python = join(await fetchMinistack(), 'bin', 'python');
    const program = fileURLToPath(new URL('../../ministack', import.meta.url));

    const running = runCommand(python, [program], { env: { EXPORT_ENGINE_MINISTACK_VERSION: '1.5.34' } });

    await expect(running).rejects.toThrow(/The gaps are closed for ministack 1\.5\.34; this is 1\.5\.33\./);
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
