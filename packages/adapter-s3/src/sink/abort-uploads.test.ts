import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, it } from 'vitest';
import { abortUploads } from './abort-uploads.ts';

type Answer = readonly [status: number, body: string];

const isThere: Answer = [200, '<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>'];
const isGone: Answer = [404, '<Error><Code>NoSuchUpload</Code></Error>'];
const isAborted: Answer = [204, ''];
const isBusy: Answer = [500, '<Error><Code>InternalError</Code></Error>'];
const isDenied: Answer = [403, '<Error><Code>AccessDenied</Code></Error>'];

/** A client of an S3 that gives these answers one after the other, the last one again and again. */
function scriptedS3(script: { readonly looks: readonly Answer[]; readonly aborts: readonly Answer[] }) {
  const asked = { looks: 0, aborts: 0 };
  const client = new S3Client({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: async ({ method }: { readonly method: string }) => {
        const kind = method === 'DELETE' ? 'aborts' : 'looks';
        const [statusCode, body] = script[kind][asked[kind]] ?? script[kind].at(-1) ?? isGone;
        asked[kind] += 1;
        return { response: { statusCode, headers: {}, body: Buffer.from(body) } };
      },
    },
  });
  return { client, asked };
}

async function abort(client: S3Client, signal: AbortSignal = new AbortController().signal): Promise<void> {
  const bucket = { client, name: 'files', keyPrefix: '', port: 'SINK', requestTimeoutMs: 1000 } as const;
  await abortUploads(bucket, { key: 'a', uploadId: 'u', includesUnknown: false }, signal);
}

describe('abortUploads', () => {
  it('looks once at an upload that is not there, and aborts nothing', async () => {
    const { client, asked } = scriptedS3({ looks: [isGone], aborts: [isAborted] });

    await abort(client);

    assert.deepEqual(asked, { looks: 1, aborts: 0 });
  });

  it('aborts again an upload that a late part revives after it was seen gone', async () => {
    const { client, asked } = scriptedS3({ looks: [isThere, isGone, isThere, isGone], aborts: [isAborted] });

    await abort(client);

    assert.equal(asked.aborts, 2);
  });

  it('takes an upload for gone only after several looks in a row', async () => {
    const { client, asked } = scriptedS3({ looks: [isThere, isGone], aborts: [isAborted] });

    await abort(client);

    assert.deepEqual(asked, { looks: 4, aborts: 1 });
  });

  it('tries again when S3 could not abort for the moment, as while a part is being written', async () => {
    const { client, asked } = scriptedS3({ looks: [isThere, isThere, isGone], aborts: [isBusy, isAborted] });

    await abort(client);

    assert.equal(asked.aborts, 2);
  });

  it('tells a refusal at once', async () => {
    const { client, asked } = scriptedS3({ looks: [isThere], aborts: [isDenied] });

    await assert.rejects(abort(client), { code: 'EXPORT_SINK_REJECTED' });

    assert.equal(asked.aborts, 1);
  });

  it('gives up on an upload that never goes, with the last failure as the cause', async () => {
    const { client } = scriptedS3({ looks: [isThere], aborts: [isBusy] });

    const failure: unknown = await abort(client).catch((error: unknown) => error);

    assert.ok(failure instanceof Error && failure.cause instanceof Error);
    assert.match(failure.message, /still knows the upload/);
    assert.equal((failure.cause as Error & { code?: string }).code, 'EXPORT_SINK_UNAVAILABLE');
  });

  it('rejects with the reason of its signal, also between two looks', async () => {
    const stopper = new AbortController();
    const reason = new Error('shutting down');
    const { client } = scriptedS3({ looks: [isThere, isGone], aborts: [isAborted] });
    setTimeout(() => stopper.abort(reason), 50);

    await assert.rejects(abort(client, stopper.signal), (error) => error === reason);
  });
});
