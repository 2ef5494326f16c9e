import assert from 'node:assert/strict';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, it } from 'vitest';
import { openUploads, uploadIdOf } from './multipart-uploads.ts';

const target = { key: 'a', mediaType: 'text/csv', fileName: 'a.csv', token: 't' };

/** A client that answers ListMultipartUploads with one of these pages, by the marker it is asked for. */
function pagedClient(pages: Readonly<Record<string, string>>): { readonly client: S3Client; readonly asked: string[] } {
  const asked: string[] = [];
  const client = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: async ({ query }: { readonly query: Readonly<Record<string, string | undefined>> }) => {
        const marker = query['upload-id-marker'] ?? '';
        asked.push(marker);
        const body = Buffer.from(`<ListMultipartUploadsResult>${pages[marker]}</ListMultipartUploadsResult>`);
        return { response: { statusCode: 200, headers: {}, body } };
      },
    },
  });
  return { client, asked };
}

function upload(key: string, id: string, second: number): string {
  const initiated = new Date(second * 1000).toISOString();
  return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${initiated}</Initiated></Upload>`;
}

const next = (id: string): string =>
  `<IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextUploadIdMarker>${id}</NextUploadIdMarker>`;

async function list(client: S3Client): Promise<readonly (string | undefined)[]> {
  const bucket = { client, name: 'files', keyPrefix: '', port: 'SINK', requestTimeoutMs: 1000 } as const;
  return (await openUploads(bucket, 'a', new AbortController().signal)).map(({ UploadId }) => UploadId);
}

describe('openUploads', () => {
  it('goes through every page of the key, the earliest upload first', async () => {
    const { client, asked } = pagedClient({
      '': upload('a', 'late', 20) + upload('a', 'early', 10) + next('early'),
      early: upload('a', 'earliest', 5) + upload('a.csv', 'other', 1) + next('other'),
    });

    assert.deepEqual(await list(client), ['earliest', 'early', 'late']);
    assert.deepEqual(asked, ['', 'early']);
  });

  it('finds none in an empty list', async () => {
    assert.deepEqual(await list(pagedClient({ '': '<IsTruncated>false</IsTruncated>' }).client), []);
  });
});

it('the upload id is read, and the upload of another sink refused', () => {
  assert.equal(uploadIdOf({ target, state: { uploadId: 'u' } }), 'u');
  for (const state of [null, 'u', [], {}, { uploadId: 1 }, { uploadId: '' }]) {
    assert.throws(() => uploadIdOf({ target, state }), { code: 'EXPORT_OPTIONS_INVALID' });
  }
});
