import assert from 'node:assert/strict';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, it } from 'vitest';
import { derivedClient } from './derived-client.ts';
import { version } from './version.ts';

interface SentRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** A client whose requests go nowhere, and the requests. */
function recordingClient(protocol: 'http' | 'https'): { readonly client: S3Client; readonly requests: SentRequest[] } {
  const requests: SentRequest[] = [];
  const client = new S3Client({
    endpoint: `${protocol}://s3.example`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
    requestHandler: {
      handle: async (request: SentRequest) => {
        requests.push(request);
        return { response: { statusCode: 200, headers: {}, body: new Uint8Array() } };
      },
    },
  });
  return { client, requests };
}

const put = (): PutObjectCommand =>
  new PutObjectCommand({ Bucket: 'files', Key: 'a', Body: Buffer.from('abc'), ChecksumCRC32: 'NSRBwg==' });
const head = (): HeadObjectCommand => new HeadObjectCommand({ Bucket: 'files', Key: 'a' });
const SIGNED = /^[0-9a-f]{64}$/;

describe('derivedClient', () => {
  it('says export-engine and its version in the user agent, once', async () => {
    const { client, requests } = recordingClient('https');
    const twice = derivedClient(derivedClient(client, { shouldSignPayload: false }), { shouldSignPayload: false });

    await twice.send(head());

    assert.equal(requests[0]?.headers['user-agent']?.split(`export-engine/${version}`).length, 2);
  });

  it('leaves the injected client as it was for everybody else', async () => {
    const { client, requests } = recordingClient('https');
    const before = client.middlewareStack.identify();
    await derivedClient(client, { shouldSignPayload: false }).send(put());

    await client.send(put());

    assert.deepEqual(client.middlewareStack.identify(), before);
    assert.doesNotMatch(requests[1]?.headers['user-agent'] ?? '', /export-engine/);
    assert.match(requests[1]?.headers['x-amz-content-sha256'] ?? '', SIGNED);
  });

  it('leaves the body out of the signature over https, where the CRC-32 is sent and sent as given', async () => {
    const { client, requests } = recordingClient('https');

    await derivedClient(client, { shouldSignPayload: false }).send(put());

    assert.equal(requests[0]?.headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
    assert.equal(requests[0]?.headers['x-amz-checksum-crc32'], 'NSRBwg==');
    assert.match(requests[0]?.headers['authorization'] ?? '', /x-amz-checksum-crc32/);
  });

  it('signs the body over http, without a CRC-32, and where it is told to', async () => {
    const overHttp = recordingClient('http');
    await derivedClient(overHttp.client, { shouldSignPayload: false }).send(put());
    const overHttps = recordingClient('https');
    await derivedClient(overHttps.client, { shouldSignPayload: true }).send(put());
    await derivedClient(overHttps.client, { shouldSignPayload: false }).send(head());

    for (const { headers } of [...overHttp.requests, ...overHttps.requests]) {
      assert.match(headers['x-amz-content-sha256'] ?? '', SIGNED);
    }
  });

  it('has everything else of the client', () => {
    const { client } = recordingClient('https');
    const derived = derivedClient(client, { shouldSignPayload: false });

    assert.equal(derived.config, client.config);
    assert.ok(derived instanceof S3Client);
  });
});
