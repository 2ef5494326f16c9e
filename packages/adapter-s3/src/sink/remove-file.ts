import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { ExportEngineError } from '@export-engine/core';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { isS3Error } from '../s3/s3-failure.ts';
import { headObject } from './head-object.ts';

/** Others can only get in between by writing to this export's own key. */
const MAX_ROUNDS = 4;

/**
 * Removes the object at this key if it carries this token, and looks whether it is gone. Deletes the object it looked at
 * and no other that took its place meanwhile. In a bucket with versioning the old version stays, as for every delete.
 *
 * @throws ExportEngineError `EXPORT_SINK_UNAVAILABLE` when it keeps coming back.
 */
export async function removeFile(
  bucket: S3Bucket,
  { key, token }: { readonly key: string; readonly token: string },
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = await headObject(bucket, key, signal);
    if (found?.token !== token) return;
    const command = new DeleteObjectCommand({ Bucket: bucket.name, Key: key, IfMatch: found.etag });
    try {
      await callS3(bucket, { operation: 'DeleteObject', signal }, (client, options) => client.send(command, options));
    } catch (error) {
      if (!isS3Error(error, 'PreconditionFailed', 'NoSuchKey', 'NotFound')) throw error;
    }
  }
  throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'S3 still has the file after it was told to delete it.', {
    details: { key },
  });
}
