import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { S3ServerDescription } from '@export-engine/servers';

/** A bucket of its own for one test file, and a look into it past the adapter. */
export interface TestBucket {
  readonly name: string;
  readonly client: S3Client;
  /** Keys of the files of all exports, each with its size in bytes. */
  files(): Promise<readonly { readonly key: string; readonly bytes: number }[]>;
  openUploads(): Promise<readonly string[]>;
  sha256(key: string): Promise<string>;
  /** Writes an object to a path. */
  save(key: string, write: NodeJS.WritableStream): Promise<void>;
  remove(): Promise<void>;
}

export async function createTestBucket(server: S3ServerDescription): Promise<TestBucket> {
  const client = createS3Client(server);
  const name = `posts-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: name }));

  const list = async (prefix: string) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name, Prefix: prefix }));
    return Contents.map(({ Key = '', Size = 0 }) => ({ key: Key, bytes: Size }));
  };
  const uploads = async () => (await client.send(new ListMultipartUploadsCommand({ Bucket: name }))).Uploads ?? [];
  const open = async (key: string) =>
    (await client.send(new GetObjectCommand({ Bucket: name, Key: key }))).Body as Readable;

  return {
    name,
    client,
    files: () => list('exports/'),
    openUploads: async () => (await uploads()).map(({ Key = '' }) => Key),
    async sha256(key) {
      const hash = createHash('sha256');
      await pipeline(await open(key), hash);
      return hash.digest('hex');
    },
    save: async (key, write) => pipeline(await open(key), write),
    async remove() {
      for (const { Key, UploadId } of await uploads()) {
        await client.send(new AbortMultipartUploadCommand({ Bucket: name, Key, UploadId }));
      }
      for (const { key } of await list('')) await client.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
      await client.send(new DeleteBucketCommand({ Bucket: name }));
      client.destroy();
    },
  };
}

/** `endpoint` leads it elsewhere, for example through a fault proxy. */
export function createS3Client(server: S3ServerDescription, endpoint: string = server.endpoint): S3Client {
  const { region, accessKeyId, secretAccessKey } = server;
  return new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
}
