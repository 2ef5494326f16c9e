import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { crc32 } from '@export-engine/core';
import { it } from 'vitest';
import { encodeCrc32 } from '../s3/checksum.ts';
import { readEntry } from './store-objects.ts';

const sent = Buffer.from('{"writeId":"w","value":1}');

/** Reads an entry whose body arrives like this, with the checksum of what was sent. */
function readArriving(body: Buffer): ReturnType<typeof readEntry> {
  const headers = { etag: '"e"', 'x-amz-checksum-crc32': encodeCrc32(crc32(sent)) };
  const client = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: async () => ({ response: { statusCode: 200, headers, body: new Blob([body]).stream() } }),
    },
  });
  const bucket = { client, name: 'records', keyPrefix: '', port: 'STORE', requestTimeoutMs: 1000 } as const;
  return readEntry(bucket, 'a', new AbortController().signal);
}

it('an entry is read with its version', async () => {
  assert.deepEqual(await readArriving(sent), { writeId: 'w', value: 1, version: '"e"' });
});

it('an entry that was damaged on its way is not believed, and can be read again', async () => {
  await assert.rejects(readArriving(Buffer.from('{"writeId":"w","value":2}')), {
    code: 'EXPORT_STORE_UNAVAILABLE',
    isRetryable: true,
  });
});
