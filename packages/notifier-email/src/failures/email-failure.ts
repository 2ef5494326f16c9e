import { ExportEngineError, type JsonObject } from '@export-engine/core';

/**
 * Why a mail was not sent; `details.reason` of every `EXPORT_NOTIFY_FAILED` of this package.
 *
 * - `unavailable`: no connection, no answer in time, or a fault of the service.
 * - `throttled`: too many mails at once, or for today.
 * - `deferred`: the mail server said "later" (SMTP 4xx, as greylisting does).
 * - `not-verified`: SES does not know the sender as yours, or is in its sandbox.
 * - `invalid-recipient`: the mail server refused the recipient.
 * - `rejected`: the service refused the mail.
 * - `access-denied`: credentials or rights are missing or wrong.
 * - `sending-paused`: AWS or you paused sending for the account or the configuration set.
 * - `misconfigured`: a setting is wrong, for example a configuration set that does not exist.
 * - `render-failed`: your `render` failed or gave something that is no mail.
 * - `unknown`: none of these.
 */
export type EmailFailureReason =
  | 'unavailable'
  | 'throttled'
  | 'deferred'
  | 'not-verified'
  | 'invalid-recipient'
  | 'rejected'
  | 'access-denied'
  | 'sending-paused'
  | 'misconfigured'
  | 'render-failed'
  | 'unknown';

/**
 * For which reasons another try can help, and how long to wait before it, in milliseconds. The engine tries six times; so
 * the tries outlast the restart of a mail server and a greylist's five minutes.
 */
const retryAfter: Readonly<Partial<Record<EmailFailureReason, number>>> = {
  unavailable: 15_000,
  throttled: 5000,
  deferred: 65_000,
};

export interface EmailFailureOptions {
  /** The vendor's error. It may hold the address: log it with care. */
  readonly cause?: unknown;
  /** Facts for programs. No address, no secret. */
  readonly details?: JsonObject | undefined;
  /** The service asked to wait this long, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The error of a mail that was not sent, for transports of your own.
 *
 * @param message For logs: without the address, and without text from the service.
 *
 * @example
 * ```ts
 * import { type EmailTransport, emailFailure } from '@export-engine/notifier-email';
 *
 * export const postmark: EmailTransport = {
 *   async send(message, { signal }) {
 *     const body = JSON.stringify({ To: message.to.address, Subject: message.subject, TextBody: message.text });
 *     const answer = await fetch('https://api.postmarkapp.com/email', { method: 'POST', body, signal });
 *     if (answer.status === 429) throw emailFailure('throttled', 'Postmark answered 429.');
 *     if (!answer.ok) throw emailFailure('rejected', `Postmark answered ${answer.status}.`);
 *   },
 * };
 * ```
 */
export function emailFailure(
  reason: EmailFailureReason,
  message: string,
  options: EmailFailureOptions = {},
): ExportEngineError {
  const pause = retryAfter[reason];
  return new ExportEngineError('EXPORT_NOTIFY_FAILED', message, {
    ...('cause' in options ? { cause: options.cause } : {}),
    details: { ...options.details, reason },
    isRetryable: pause !== undefined,
    retryAfterMs: pause === undefined ? undefined : Math.max(pause, options.retryAfterMs ?? 0),
  });
}
