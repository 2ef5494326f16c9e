import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';

export interface Mail {
  readonly senderAddress: string;
  grantSend(grantee: IGrantable): void;
}

export interface MailOptions {
  readonly senderAddress: string;
  /** An emulator does not fill in the sender of a request; AWS always does. */
  readonly isEmulated: boolean;
}

/** The sender, whom Amazon SES asks to confirm. */
export function createMail(scope: Construct, { senderAddress, isEmulated }: MailOptions): Mail {
  new EmailIdentity(scope, 'Sender', { identity: Identity.email(senderAddress) });
  const statement = new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    // In SES's sandbox the recipient's identity has to be allowed as well; the sender is what the condition is about.
    resources: [Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' })],
    conditions: { [isEmulated ? 'StringEqualsIfExists' : 'StringEquals']: { 'ses:FromAddress': senderAddress } },
  });
  return { senderAddress, grantSend: ({ grantPrincipal }) => void grantPrincipal.addToPrincipalPolicy(statement) };
}
