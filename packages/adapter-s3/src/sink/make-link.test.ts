import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, it } from 'vitest';
import { makeLink } from './make-link.ts';

const file = { key: 'a.csv', bytes: 3, state: { etag: '"x"', mediaType: 'text/csv' } };

/** A link wanted for a day from a client with these credentials, and how many seconds it lives. */
async function linkSeconds(credentials: {
  readonly sessionToken?: string;
  readonly expiration?: Date;
}): Promise<number> {
  const client = new S3Client({
    region: 'us-east-1',
    credentials: async () => ({ accessKeyId: 'id', secretAccessKey: 'key', ...credentials }),
    requestHandler: {
      handle: async () => ({
        response: { statusCode: 200, headers: { 'content-length': '3' }, body: new Uint8Array() },
      }),
    },
  });
  const bucket = { client, name: 'files', keyPrefix: '', port: 'SINK', requestTimeoutMs: 1000 } as const;
  const options = { expiresInSeconds: 86_400, fileName: 'a.csv', signal: new AbortController().signal };
  const link = await makeLink(bucket, file, options);
  return Number(new URL(link.url).searchParams.get('X-Amz-Expires'));
}

describe('a link', () => {
  it('lives as long as wanted with permanent credentials', async () => {
    assert.equal(await linkSeconds({}), 86_400);
  });

  it('lives no longer than temporary credentials', async () => {
    const seconds = await linkSeconds({ sessionToken: 't', expiration: new Date(Date.now() + 600_000) });

    assert.ok(seconds > 590 && seconds <= 600, `${seconds}`);
  });

  it('lives an hour at most with temporary credentials that do not say when they end', async () => {
    assert.equal(await linkSeconds({ sessionToken: 't' }), 3600);
  });

  it('is not made with credentials that have expired', async () => {
    await assert.rejects(linkSeconds({ sessionToken: 't', expiration: new Date(Date.now() - 1000) }), {
      code: 'EXPORT_SINK_UNAVAILABLE',
      isRetryable: true,
    });
  });
});
