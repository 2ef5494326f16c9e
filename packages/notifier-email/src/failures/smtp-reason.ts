import { saysNotVerified } from './aws-reason.ts';
import type { EmailFailureReason } from './email-failure.ts';
import type { FailureFacts } from './failure-facts.ts';

/** nodemailer's own codes (its errors.js) that mean no broken connection. */
const reasons: Readonly<Record<string, EmailFailureReason>> = {
  EAUTH: 'access-denied',
  ENOAUTH: 'access-denied',
  EOAUTH2: 'access-denied',
  EENVELOPE: 'rejected',
  EMESSAGE: 'rejected',
  EMAXRECIPIENTS: 'rejected',
  ECONFIG: 'misconfigured',
  EREQUIRETLS: 'misconfigured',
  ETLS: 'misconfigured',
};

/** The reason of an error of nodemailer. */
export function smtpReason(facts: FailureFacts): EmailFailureReason | undefined {
  if (facts.smtpCode === undefined) return reasons[facts.code ?? ''];
  return facts.smtpCode < 500 ? transientReason(facts) : finalReason(facts);
}

/** RFC 5321, 4.2.1: 4yz means that the same command may succeed later. 421 closes the connection. */
function transientReason({ smtpCode, words }: FailureFacts): EmailFailureReason {
  if (smtpCode === 421) return 'unavailable';
  // SES: "454 Throttling failure: Maximum sending rate exceeded."
  return /throttling|rate exceeded/i.test(words) ? 'throttled' : 'deferred';
}

/** With an enhanced code (RFC 3463), x.7.x is about rights and policy, whatever the command was. */
function finalReason(facts: FailureFacts): EmailFailureReason {
  const { smtpCode, smtpCommand, code = '', words } = facts;
  const known = reasons[code];
  if (known === 'access-denied' || known === 'misconfigured') return known;
  if (saysNotVerified(facts)) return 'not-verified';
  // Authentication required (RFC 4954, 6), said to the mail and not to AUTH.
  if (smtpCode === 530) return 'access-denied';
  if (smtpCommand === 'RCPT TO' && !/\b5\.7\.\d/.test(words)) return 'invalid-recipient';
  return 'rejected';
}
