import { ExportEngineError } from '@export-engine/core';
import { awsReason } from './aws-reason.ts';
import { type EmailFailureReason, emailFailure } from './email-failure.ts';
import { type FailureFacts, factsOf } from './failure-facts.ts';
import { reasonOfBrokenConnection, reasonOfStatus } from './network-reason.ts';
import { smtpReason } from './smtp-reason.ts';

/**
 * What a transport threw, as an error of the engine, whichever transport it was: nodemailer can send through SES too.
 *
 * The vendor's error is its `cause`. The message and `details` hold codes and statuses only, because the services' own
 * words repeat the address.
 */
export function emailFailureOf(error: unknown): ExportEngineError {
  if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOTIFY_FAILED') return error;
  const facts = factsOf(error);
  return emailFailure(reasonOf(facts), `The mail was not sent: ${described(facts)}.`, {
    cause: error,
    details: detailsOf(facts),
    retryAfterMs: retryAfterMs(facts.retryAfter),
  });
}

function reasonOf(facts: FailureFacts): EmailFailureReason {
  return awsReason(facts) ?? smtpReason(facts) ?? reasonOfStatus(facts) ?? reasonOfBrokenConnection(facts) ?? 'unknown';
}

function described({ isFromAws, name, httpStatus, smtpCode, smtpCommand, code }: FailureFacts): string {
  if (smtpCode !== undefined) return `the mail server answered ${smtpCode}${smtpCommand ? ` to ${smtpCommand}` : ''}`;
  if (httpStatus === undefined) return code ?? name ?? 'the transport failed';
  return isFromAws ? `SES answered ${httpStatus} ${name ?? ''}`.trimEnd() : `the mail service answered ${httpStatus}`;
}

function detailsOf({
  isFromAws,
  name,
  httpStatus,
  smtpCode,
  smtpCommand,
  code,
}: FailureFacts): Record<string, string | number> {
  const facts = {
    sesError: isFromAws ? name : undefined,
    httpStatus,
    smtpCode,
    smtpCommand,
    errorCode: code,
  };
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}

/** Seconds or a date (RFC 9110). */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
