import assert from 'node:assert/strict';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { ExportEngineError } from '@export-engine/core';
import { describe, it } from 'vitest';
import { isS3Error, s3Failure, withSecondFailure } from './s3-failure.ts';

const SECRET = 'id,name\n1,Ada AKIAEXAMPLE https://signed.example/?X-Amz-Signature=abc';
const sink = { port: 'SINK', operation: 'UploadPart' } as const;

/** An error as the SDK makes it from an answer. */
function answered(httpStatusCode: number, name: string, headers: Record<string, string> = {}): Error {
  const error = new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: SECRET });
  return Object.defineProperty(error, '$response', {
    value: { statusCode: httpStatusCode, headers },
    enumerable: false,
  });
}

/** An error without an answer. */
function system(code: string): Error {
  return Object.assign(new Error(SECRET), { code });
}

describe('s3Failure', () => {
  const table: readonly (readonly [title: string, error: unknown, code: string, isRetryable: boolean])[] = [
    ['overload', answered(503, 'SlowDown'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['an internal error', answered(500, 'InternalError'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['an unnamed 502', answered(502, 'UnknownError'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['429', answered(429, 'TooManyRequests'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['throttling of a key', answered(400, 'KMS.ThrottlingException'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['a request that took too long', answered(400, 'RequestTimeout'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['a wrong clock', answered(403, 'RequestTimeTooSkewed'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['credentials that ran out', answered(400, 'ExpiredToken'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['a concurrent conditional write', answered(409, 'ConditionalRequestConflict'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['a good status that could not be read', answered(200, 'SyntaxError'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['a reset connection', system('ECONNRESET'), 'EXPORT_SINK_UNAVAILABLE', true],
    ['an unknown host', system('ENOTFOUND'), 'EXPORT_SINK_UNAVAILABLE', true],
    [
      'a time-out of the client',
      Object.assign(new Error('x'), { name: 'TimeoutError' }),
      'EXPORT_SINK_UNAVAILABLE',
      true,
    ],
    [
      'a broken fetch',
      new TypeError('fetch failed', { cause: system('UND_ERR_SOCKET') }),
      'EXPORT_SINK_UNAVAILABLE',
      true,
    ],
    [
      'credentials that could not be had',
      Object.assign(new Error('x'), { name: 'CredentialsProviderError' }),
      'EXPORT_SINK_UNAVAILABLE',
      true,
    ],
    ['missing rights', answered(403, 'AccessDenied'), 'EXPORT_SINK_REJECTED', false],
    ['a wrong key', answered(403, 'InvalidAccessKeyId'), 'EXPORT_SINK_REJECTED', false],
    ['a missing bucket', answered(404, 'NoSuchBucket'), 'EXPORT_SINK_REJECTED', false],
    ['another missing thing', answered(404, 'NoSuchAccessPoint'), 'EXPORT_SINK_REJECTED', false],
    ['another region', answered(301, 'PermanentRedirect'), 'EXPORT_SINK_REJECTED', false],
    ['something the server does not have', answered(501, 'NotImplemented'), 'EXPORT_SINK_REJECTED', false],
    ['a key that is off', answered(400, 'KMS.DisabledException'), 'EXPORT_SINK_REJECTED', false],
    ['a gone upload', answered(404, 'NoSuchUpload'), 'EXPORT_SINK_CONFLICT', false],
    ['a part that is not there', answered(400, 'InvalidPart'), 'EXPORT_SINK_CONFLICT', false],
    ['a failed condition', answered(412, 'PreconditionFailed'), 'EXPORT_SINK_CONFLICT', false],
    ['a wrong checksum', answered(400, 'BadDigest'), 'EXPORT_SINK_CONFLICT', false],
    ['too much in one request', answered(400, 'EntityTooLarge'), 'EXPORT_SINK_LIMIT_EXCEEDED', false],
    ['a part below the least size', answered(400, 'EntityTooSmall'), 'EXPORT_SINK_LIMIT_EXCEEDED', false],
    ['an unnamed 413', answered(413, 'UnknownError'), 'EXPORT_SINK_LIMIT_EXCEEDED', false],
    ['a missing object', answered(404, 'NoSuchKey'), 'EXPORT_NOT_FOUND', false],
    ['a missing object asked for by HEAD', answered(404, 'NotFound'), 'EXPORT_NOT_FOUND', false],
    ['a certificate that is not trusted', system('CERT_HAS_EXPIRED'), 'EXPORT_UNEXPECTED', false],
    ['a broken program', new TypeError(SECRET), 'EXPORT_UNEXPECTED', false],
    ['a thrown text', SECRET, 'EXPORT_UNEXPECTED', false],
    ['nothing', undefined, 'EXPORT_UNEXPECTED', false],
  ];

  for (const [title, error, code, isRetryable] of table) {
    it(`makes ${code} of ${title}`, () => {
      const failure = s3Failure(error, sink);

      assert.equal(failure.code, code);
      assert.equal(failure.isRetryable, isRetryable);
      assert.equal(failure.cause, error);
    });
  }

  it('never repeats what the vendor wrote, which may hold keys and rows', () => {
    for (const [, error] of table) {
      const { message, details } = s3Failure(error, sink);

      assert.ok(!/AKIA|Ada|Signature/.test(message + JSON.stringify(details)), message);
    }
    assert.equal(s3Failure(answered(400, SECRET), sink).message, 'S3 UploadPart failed: 400.');
  });

  it("uses the store's codes for the store", () => {
    const codeOf = (error: unknown): string => s3Failure(error, { port: 'STORE', operation: 'PutObject' }).code;

    assert.equal(codeOf(answered(503, 'SlowDown')), 'EXPORT_STORE_UNAVAILABLE');
    assert.equal(codeOf(answered(403, 'AccessDenied')), 'EXPORT_STORE_REJECTED');
    assert.equal(codeOf(answered(412, 'PreconditionFailed')), 'EXPORT_STORE_CONFLICT');
    assert.equal(codeOf(answered(400, 'EntityTooLarge')), 'EXPORT_STORE_REJECTED');
  });

  it('reads how long to wait, in seconds or as a date', () => {
    const waitFor = (header: string): number | undefined =>
      s3Failure(answered(503, 'SlowDown', { 'retry-after': header }), sink).retryAfterMs;

    assert.equal(waitFor('3'), 3000);
    assert.equal(waitFor('soon'), undefined);
    assert.equal(waitFor(new Date(0).toUTCString()), 0);
    const inTenSeconds = waitFor(new Date(Date.now() + 10_000).toUTCString()) ?? 0;
    assert.ok(inTenSeconds > 8000 && inTenSeconds <= 10_000);
  });

  it('leaves an error of the engine as it is', () => {
    const error = new ExportEngineError('EXPORT_SINK_CONFLICT', 'Known.');

    assert.equal(s3Failure(error, sink), error);
  });
});

it("S3's own code is found in the details", () => {
  assert.equal(isS3Error(s3Failure(answered(404, 'NoSuchUpload'), sink), 'InvalidPart', 'NoSuchUpload'), true);
  assert.equal(isS3Error(s3Failure(system('ECONNRESET'), sink), 'NoSuchUpload'), false);
  assert.equal(isS3Error(new Error('NoSuchUpload'), 'NoSuchUpload'), false);
});

it('a second failure is kept beside the cause of the first', () => {
  const vendor = answered(503, 'SlowDown', { 'retry-after': '1' });
  const first = s3Failure(vendor, sink);
  const second = new Error('second');

  const both = withSecondFailure(first, second);

  assert.equal(both.code, first.code);
  assert.equal(both.message, first.message);
  assert.equal(both.retryAfterMs, 1000);
  assert.deepEqual((both.cause as AggregateError).errors, [vendor, second]);
});
