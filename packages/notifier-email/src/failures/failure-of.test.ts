import assert from 'node:assert/strict';
import {
  AccountSendingPausedException,
  ConfigurationSetDoesNotExistException,
  ConfigurationSetSendingPausedException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  SESServiceException,
} from '@aws-sdk/client-ses';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { type EmailFailureReason, emailFailure } from './email-failure.ts';
import { emailFailureOf } from './failure-of.ts';

const SECRET = 'ada@example.org of AKIAEXAMPLE';

function metadata(httpStatusCode?: number) {
  return { $metadata: httpStatusCode === undefined ? { attempts: 3 } : { httpStatusCode }, message: SECRET };
}

/** An error that SES has no class of its own for. */
function answered(httpStatusCode: number, name: string, headers: Record<string, string> = {}): Error {
  const error = new SESServiceException({ name, $fault: 'client', ...metadata(httpStatusCode) });
  return Object.defineProperty(error, '$response', { value: { statusCode: httpStatusCode, headers } });
}

function withFields(fields: object): Error {
  return Object.assign(new Error(SECRET), fields);
}

describe('emailFailureOf', () => {
  const notVerified = `Email address is not verified. The following identities failed the check: ${SECRET}`;
  const table: readonly (readonly [title: string, error: unknown, reason: EmailFailureReason, isRetryable: boolean])[] =
    [
      ['a refused mail', new MessageRejected(metadata(400)), 'rejected', false],
      ['a sender of nobody', new MessageRejected({ ...metadata(400), message: notVerified }), 'not-verified', false],
      ['a domain not verified', new MailFromDomainNotVerifiedException(metadata(400)), 'not-verified', false],
      ['a paused account', new AccountSendingPausedException(metadata(400)), 'sending-paused', false],
      ['a paused set', new ConfigurationSetSendingPausedException(metadata(400)), 'sending-paused', false],
      ['an unknown set', new ConfigurationSetDoesNotExistException(metadata(400)), 'misconfigured', false],
      ['SES throttling', answered(400, 'Throttling'), 'throttled', true],
      ['throttling by its other name', answered(400, 'ThrottlingException'), 'throttled', true],
      ['429 without a name', answered(429, 'UnknownError'), 'throttled', true],
      ['the limit of SES v2', answered(400, 'LimitExceededException'), 'throttled', true],
      ['a bad parameter', answered(400, 'InvalidParameterValue'), 'rejected', false],
      ['no right', answered(403, 'AccessDeniedException'), 'access-denied', false],
      ['a key of nobody', answered(403, 'InvalidClientTokenId'), 'access-denied', false],
      ['a wrong secret', answered(403, 'SignatureDoesNotMatch'), 'access-denied', false],
      ['credentials that ran out', answered(403, 'ExpiredToken'), 'unavailable', true],
      ['a fault of SES', answered(500, 'InternalFailure'), 'unavailable', true],
      ['an unnamed 503', answered(503, 'UnknownError'), 'unavailable', true],
      ['a good status that could not be read', answered(200, 'SyntaxError'), 'unavailable', true],
      ['the SDK without an answer', withFields({ code: 'ECONNRESET', ...metadata() }), 'unavailable', true],
      ['the SDK out of time', withFields({ name: 'TimeoutError', ...metadata() }), 'unavailable', true],
      ['no credentials', withFields({ name: 'CredentialsProviderError' }), 'unavailable', true],
      ['a broken fetch', new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } }), 'unavailable', true],
      ['a mail service by HTTP', withFields({ statusCode: 401 }), 'access-denied', false],
      ['a mail service that is down', withFields({ statusCode: 502 }), 'unavailable', true],
      ['nodemailer with a closed connection', withFields({ code: 'ECONNECTION' }), 'unavailable', true],
      ['nodemailer with a mail it will not send', withFields({ code: 'EENVELOPE', command: 'API' }), 'rejected', false],
      ['nodemailer without a password', withFields({ code: 'ENOAUTH' }), 'access-denied', false],
      ['a mistake in a transport', new TypeError(SECRET), 'unknown', false],
      ['a bad certificate', withFields({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'unknown', false],
      ['what is no error', SECRET, 'unknown', false],
      ['nothing', undefined, 'unknown', false],
    ];
  for (const [title, error, reason, isRetryable] of table) {
    it(`finds ${title} ${reason}`, () => {
      const failure = emailFailureOf(error);

      assert.equal(failure.code, 'EXPORT_NOTIFY_FAILED');
      assert.equal(failure.details['reason'], reason);
      assert.equal(failure.isRetryable, isRetryable);
      assert.equal(failure.retryAfterMs === undefined, !isRetryable);
      assert.equal(failure.cause, error);
      assert.doesNotMatch(`${failure.message} ${JSON.stringify(failure.details)}`, /ada|AKIA/);
    });
  }

  it('says what was answered, for the log', () => {
    const messages = [
      answered(400, 'Throttling'),
      withFields({ responseCode: 550, command: 'RCPT TO' }),
      withFields({ code: 'ECONNREFUSED' }),
      withFields({ statusCode: 502 }),
      withFields({ name: `Error of ${SECRET}` }),
    ].map((error) => emailFailureOf(error).message);

    assert.deepEqual(messages, [
      'The mail was not sent: SES answered 400 Throttling.',
      'The mail was not sent: the mail server answered 550 to RCPT TO.',
      'The mail was not sent: ECONNREFUSED.',
      'The mail was not sent: the mail service answered 502.',
      'The mail was not sent: the transport failed.',
    ]);
  });

  it('waits as long as the service asks, and never less than its own pause', () => {
    const waitFor = (retryAfter: string) =>
      emailFailureOf(answered(503, 'X', { 'retry-after': retryAfter })).retryAfterMs;

    assert.equal(waitFor('120'), 120_000);
    assert.equal(waitFor('1'), 15_000);
    assert.equal(waitFor('soon'), 15_000);
    assert.equal(waitFor(new Date(0).toUTCString()), 15_000);
    const inTwoMinutes = waitFor(new Date(Date.now() + 120_000).toUTCString()) ?? 0;
    assert.ok(inTwoMinutes > 110_000 && inTwoMinutes <= 120_000);
  });

  it('leaves a failure of this package as it is, and reads any other error of the engine as unknown', () => {
    const known = emailFailure('throttled', 'Postmark answered 429.');
    const other = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'No store.');

    assert.equal(emailFailureOf(known), known);
    assert.equal(emailFailureOf(other).details['reason'], 'unknown');
  });
});
