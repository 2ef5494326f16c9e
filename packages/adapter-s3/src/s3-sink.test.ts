import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, it } from 'vitest';
import { type S3SinkOptions, s3Sink } from './s3-sink.ts';
import { s3Store } from './s3-store.ts';
import { uploadStream } from './upload-stream.ts';

const client = new S3Client({ region: 'us-east-1' });
const good: S3SinkOptions = { client, bucket: 'my-exports' };

const badForAll: readonly (readonly [option: string, value: unknown])[] = [
  ['client', undefined],
  ['client', {}],
  ['bucket', undefined],
  ['bucket', 'a'],
  ['bucket', 'my exports'],
  ['keyPrefix', '/a/'],
  ['keyPrefix', 'a'],
  ['keyPrefix', 'a//'],
  ['keyPrefix', '../'],
  ['keyPrefix', 'ä/'],
  ['keyPrefix', 1],
  ['requestTimeoutMs', 0],
  ['requestTimeoutMs', '100'],
  ['requestTimeoutMs', 3_600_001],
  ['shouldSignPayload', 'yes'],
  ['region', 'us-east-1'],
];
const badForSink: typeof badForAll = [
  ['storageClass', 'DEEP_ARCHIVE'],
  ['serverSideEncryption', 'aes256'],
  ['kmsKeyId', ''],
  ['completeTimeoutMs', 1.5],
];

function assertRefused(make: () => unknown, option: string): void {
  assert.throws(make, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
    assert.match(error.message, new RegExp(`option "${option}"`));
    return true;
  });
}

describe('s3Sink', () => {
  for (const [option, value] of [...badForAll, ...badForSink]) {
    it(`refuses ${option}: ${JSON.stringify(value)}`, () => {
      assertRefused(() => s3Sink({ ...good, [option]: value }), option);
    });
  }

  it('takes a KMS key only where it would be used', () => {
    s3Sink({ ...good, serverSideEncryption: 'aws:kms', kmsKeyId: 'alias/exports' });

    assertRefused(() => s3Sink({ ...good, kmsKeyId: 'alias/exports' }), 'kmsKeyId');
    assertRefused(() => s3Sink({ ...good, serverSideEncryption: 'AES256', kmsKeyId: 'alias/exports' }), 'kmsKeyId');
  });

  it('takes every option it documents', () => {
    s3Sink({
      ...good,
      keyPrefix: 'a/b-1/c_2/',
      storageClass: 'STANDARD_IA',
      serverSideEncryption: 'AES256',
      requestTimeoutMs: 1,
      completeTimeoutMs: 3_600_000,
      shouldSignPayload: true,
    });
    s3Sink({ ...good, bucket: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/exports', keyPrefix: '' });
  });

  it("declares S3's limits", () => {
    const { capabilities, specVersion } = s3Sink(good);

    assert.equal(specVersion, 1);
    assert.deepEqual(capabilities, {
      minPartBytes: 5_242_880,
      maxPartBytes: 5_368_709_120,
      maxParts: 10_000,
      maxFileBytes: 53_687_091_200_000,
      maxLinkSeconds: 604_800,
    });
  });

  it('refuses parts past the limits before anything is sent', async () => {
    const upload = { target: { key: 'a', mediaType: 'text/csv', fileName: 'a', token: 't' }, state: { uploadId: 'u' } };
    const part = { number: 10_001, bytes: new Uint8Array(1), crc32: 0 };

    await assert.rejects(s3Sink(good).writePart(upload, part, { signal: new AbortController().signal }), {
      code: 'EXPORT_SINK_LIMIT_EXCEEDED',
    });
  });
});

describe('s3Store', () => {
  for (const [option, value] of [...badForAll, ['storageClass', 'STANDARD'] as const]) {
    it(`refuses ${option}: ${JSON.stringify(value)}`, () => {
      assertRefused(() => s3Store({ ...good, [option]: value }), option);
    });
  }
});

describe('uploadStream', () => {
  const { signal } = new AbortController();
  const options = { ...good, key: 'a', mediaType: 'text/csv', signal };
  const bad: typeof badForAll = [
    ...badForAll,
    ['key', ''],
    ['mediaType', undefined],
    ['fileName', ''],
    ['partBytes', 5_242_879],
    ['partsInFlight', 0],
    ['signal', undefined],
    ['storageClass', 'GLACIER'],
  ];
  for (const [option, value] of bad) {
    it(`refuses ${option}: ${JSON.stringify(value)}, and leaves the source unread`, async () => {
      let isRead = false;
      async function* source(): AsyncGenerator<Uint8Array> {
        isRead = true;
        yield new Uint8Array(1);
      }

      const failure = await uploadStream(source(), { ...options, [option]: value }).then(
        () => undefined,
        (error: unknown) => error,
      );

      assertRefused(() => {
        throw failure;
      }, option);
      assert.equal(isRead, false);
    });
  }
});
