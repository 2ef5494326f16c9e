import type { EmailFailureReason } from './email-failure.ts';
import type { FailureFacts } from './failure-facts.ts';
import { reasonOfStatus } from './network-reason.ts';

/**
 * Errors of SendRawEmail and SendEmail and those common to all services, of SES v1 and v2:
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html and CommonErrors.html.
 */
const reasons: Readonly<Record<string, EmailFailureReason>> = {
  MailFromDomainNotVerified: 'not-verified',
  FromEmailAddressNotVerified: 'not-verified',
  MessageRejected: 'rejected',
  InvalidParameterValue: 'rejected',
  AccountSendingPaused: 'sending-paused',
  AccountSuspended: 'sending-paused',
  SendingPaused: 'sending-paused',
  ConfigurationSetSendingPaused: 'sending-paused',
  ConfigurationSetDoesNotExist: 'misconfigured',
  NotFound: 'misconfigured',
  Throttling: 'throttled',
  TooManyRequests: 'throttled',
  LimitExceeded: 'throttled',
  AccessDenied: 'access-denied',
  InvalidClientTokenId: 'access-denied',
  UnrecognizedClient: 'access-denied',
  SignatureDoesNotMatch: 'access-denied',
  IncompleteSignature: 'access-denied',
  MissingAuthenticationToken: 'access-denied',
  OptInRequired: 'access-denied',
  // Temporary credentials ran out under way: the provider gives new ones. The SDK sets its clock by such an answer.
  ExpiredToken: 'unavailable',
  RequestExpired: 'unavailable',
  CredentialsProviderError: 'unavailable',
};

/** The reason of an error of the AWS SDK. */
export function awsReason(facts: FailureFacts): EmailFailureReason | undefined {
  // Without an answer there is no $metadata, but the name is still the SDK's own.
  const known = reasons[facts.name?.replace(/Exception$/, '') ?? ''];
  if (!facts.isFromAws) return facts.name === 'CredentialsProviderError' ? known : undefined;
  if (known === 'rejected' && saysNotVerified(facts)) return 'not-verified';
  return known ?? reasonOfStatus(facts);
}

/**
 * MessageRejected has no code of its own for "Email address is not verified. The following identities failed the check
 * in region …"; SES says the same over SMTP.
 */
export function saysNotVerified({ words }: FailureFacts): boolean {
  return /address is not verified/i.test(words);
}
