import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ExportEngineError, type JsonValue } from '@export-engine/core';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { decodeBody } from './store-body.ts';
import { storeKey } from './store-key.ts';

export interface StoredEntry {
  readonly value: JsonValue;
  /** The object's ETag. */
  readonly version: string;
  readonly writeId: string;
}

export async function readEntry(bucket: S3Bucket, key: string, signal: AbortSignal): Promise<StoredEntry | undefined> {
  const command = new GetObjectCommand({ Bucket: bucket.name, Key: storeKey(bucket, key) });
  try {
    return await callS3(bucket, { operation: 'GetObject', signal }, async (client, options) => {
      const { Body, ETag: version = '' } = await client.send(command, options);
      // Read inside the timed call: a body can hang like an answer's head.
      const text = await Body?.transformToString('utf-8').catch(brokenOff);
      return { ...decodeBody(text ?? '', key), version };
    });
  } catch (error) {
    if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The connection broke, or the body does not have the checksum that S3 sent with it. */
function brokenOff(cause: unknown): never {
  throw new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'S3 GetObject broke off in its body.', { cause });
}

export async function* listKeys(
  bucket: S3Bucket,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket.name,
      Prefix: bucket.keyPrefix + prefix,
      ContinuationToken: token,
    });
    const page = await callS3(bucket, { operation: 'ListObjectsV2', signal }, (client, options) =>
      client.send(command, options),
    );
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key.slice(bucket.keyPrefix.length);
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

export async function removeEntry(bucket: S3Bucket, key: string, signal: AbortSignal): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: bucket.name, Key: storeKey(bucket, key) });
  try {
    await callS3(bucket, { operation: 'DeleteObject', signal }, (client, options) => client.send(command, options));
  } catch (error) {
    // S3 answers 204 for a missing key; some servers say so.
    if (!ExportEngineError.isInstance(error) || error.code !== 'EXPORT_NOT_FOUND') throw error;
  }
}
