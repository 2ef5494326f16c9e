import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { ExportEngineError } from '@export-engine/core';
import { decodeCrc32 } from '../s3/checksum.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { tokenOf } from './object-options.ts';

/** What S3 says about an object. */
export interface ObjectFacts {
  readonly bytes: number;
  readonly etag: string;
  /** CRC-32 of the whole object, when S3 keeps one. */
  readonly crc32: number | undefined;
  /** The mark of the export that wrote it, if one did. */
  readonly token: string | undefined;
}

/** The object at this key, or `undefined`. */
export async function headObject(bucket: S3Bucket, key: string, signal: AbortSignal): Promise<ObjectFacts | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket.name, Key: key, ChecksumMode: 'ENABLED' });
  try {
    const answer = await callS3(bucket, { operation: 'HeadObject', signal }, (client, options) =>
      client.send(command, options),
    );
    return {
      bytes: answer.ContentLength ?? 0,
      etag: answer.ETag ?? '',
      crc32: answer.ChecksumType === 'COMPOSITE' ? undefined : decodeCrc32(answer.ChecksumCRC32),
      token: tokenOf(answer.Metadata),
    };
  } catch (error) {
    if (ExportEngineError.isInstance(error) && error.code === 'EXPORT_NOT_FOUND') return undefined;
    throw error;
  }
}
