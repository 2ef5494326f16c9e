import { randomUUID } from 'node:crypto';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { AwsServerDescription } from '@export-engine/servers';

/** A mail that the emulator took, as its back door shows it. */
export interface SesMail {
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string | null;
}

/** A client without retries of its own, so that each failure is seen. */
export function sesClient(server: AwsServerDescription, endpoint: string = server.endpoint): SESClient {
  const { region, accessKeyId, secretAccessKey } = server;
  return new SESClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
}

/** An address that nobody else sends from, verified. */
export async function verifiedSender(client: SESClient): Promise<string> {
  const address = `exports-${randomUUID()}@app.example`;
  await client.send(new VerifyEmailIdentityCommand({ EmailAddress: address }));
  return address;
}

export async function mailsFrom(server: AwsServerDescription, sender: string): Promise<readonly SesMail[]> {
  const answer = await fetch(`${server.endpoint}/_ministack/ses/messages`);
  const { messages } = (await answer.json()) as { readonly messages: Readonly<Record<string, readonly SesMail[]>> };
  return Object.values(messages)
    .flat()
    .filter(({ Source }) => Source === sender);
}
