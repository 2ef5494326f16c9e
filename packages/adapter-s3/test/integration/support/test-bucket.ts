import { randomUUID } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { S3ServerDescription } from '@export-engine/servers';

/** A bucket of its own for one test, and a look into it that does not go through the adapter. */
export interface TestBucket {
  readonly name: string;
  /** A plain client, straight to the server. */
  readonly client: S3Client;
  /** Keys of all objects. */
  keys(): Promise<readonly string[]>;
  /** `key` of each open multipart upload. */
  openUploads(): Promise<readonly string[]>;
  bytes(key: string): Promise<Buffer>;
  /** Removes the bucket with everything in it. */
  remove(): Promise<void>;
}

export async function createTestBucket(server: S3ServerDescription): Promise<TestBucket> {
  const client = s3Client(server);
  const name = `test-${randomUUID()}`;
  const listUploads = async () => (await client.send(new ListMultipartUploadsCommand({ Bucket: name }))).Uploads ?? [];
  const listKeys = async () =>
    ((await client.send(new ListObjectsV2Command({ Bucket: name }))).Contents ?? []).map(({ Key = '' }) => Key);
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return {
    name,
    client,
    keys: listKeys,
    openUploads: async () => (await listUploads()).map(({ Key = '' }) => Key),
    bytes: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
    remove: async () => {
      for (const { Key, UploadId } of await listUploads()) {
        await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key, UploadId }));
      }
      for (let keys = await listKeys(); keys.length > 0; keys = await listKeys()) {
        for (const Key of keys) await client.send(new DeleteObjectCommand({ Bucket: name, Key }));
      }
      await client.send(new DeleteBucketCommand({ Bucket: name }));
      client.destroy();
    },
  };
}

/** A client of the test server. `config` changes it, for example its endpoint to that of a fault proxy. */
export function s3Client(server: S3ServerDescription, config: S3ClientConfig = {}): S3Client {
  const { endpoint, region, accessKeyId, secretAccessKey } = server;
  return new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    ...config,
  });
}
