import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, it } from 'vitest';
import { checkTarget, objectKey } from './object-key.ts';

const client = new S3Client({ region: 'us-east-1' });
const bucket = { client, name: 'files', keyPrefix: 'team/', port: 'SINK', requestTimeoutMs: 1000 } as const;
const target = { key: 'a', mediaType: 'text/csv; charset=utf-8', fileName: 'a\r\nb.csv', token: '0-a_z' };

describe('objectKey', () => {
  it('is the prefix and the key, of any Unicode text', () => {
    assert.equal(objectKey(bucket, 'größe/売上 & co+1%.csv'), 'team/größe/売上 & co+1%.csv');
  });

  it('refuses keys that S3 or its tools cannot keep', () => {
    for (const key of ['', '/a', 'a/', 'a//b', './a', 'a/..', 'a\nb', 'a\u0000', '\ud800', 'ä'.repeat(510)]) {
      assert.throws(() => objectKey(bucket, key), { code: 'EXPORT_OPTIONS_INVALID' }, JSON.stringify(key.slice(0, 9)));
    }
    assert.equal(objectKey(bucket, 'a'.repeat(1019)).length, 1024);
  });
});

describe('checkTarget', () => {
  it('lets any file name pass, which is encoded later', () => {
    checkTarget(target);
  });

  it('refuses media types and tokens that are no header values', () => {
    for (const mediaType of ['', 'text/csv\r\nx: y', 'text/csv; name=ä', 'a'.repeat(257)]) {
      assert.throws(() => checkTarget({ ...target, mediaType }), { code: 'EXPORT_OPTIONS_INVALID' });
    }
    for (const token of ['', 'a b', 'a\n', 'ä', 'a'.repeat(257)]) {
      assert.throws(() => checkTarget({ ...target, token }), { code: 'EXPORT_OPTIONS_INVALID' });
    }
  });
});
