import { CreateMultipartUploadCommand, type MultipartUpload } from '@aws-sdk/client-s3';
import { ExportEngineError, type SinkTarget, type Upload } from '@export-engine/core';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { openUploads } from './multipart-uploads.ts';
import { checkTarget, objectKey } from './object-key.ts';
import { type ObjectOptions, objectFields } from './object-options.ts';

/**
 * Begins a multipart upload, or takes up the earliest one that is open for this key: a worker that was killed between
 * the request and the record left it. An open upload is never aborted here. A worker that lost its lease can come by
 * late, and the upload it finds is the one that the new worker is filling; with the same target both write the same bytes.
 */
export async function beginUpload(
  bucket: S3Bucket,
  target: SinkTarget,
  options: { readonly object: ObjectOptions; readonly signal: AbortSignal },
): Promise<Upload> {
  const { object, signal } = options;
  checkTarget(target);
  const key = objectKey(bucket, target.key);
  const open = await openUploads(bucket, key, signal);
  const usable = open.find((upload) => isUsable(upload, object));
  const uploadId = usable?.UploadId ?? (await createUpload(bucket, key, target, options));
  return { target, state: { uploadId } };
}

/** Some servers do not say how an upload was begun; then the check of the finished file has the last word. */
function isUsable(upload: MultipartUpload, object: ObjectOptions): boolean {
  return (
    (upload.ChecksumAlgorithm ?? 'CRC32') === 'CRC32' &&
    (upload.ChecksumType ?? 'FULL_OBJECT') === 'FULL_OBJECT' &&
    (upload.StorageClass ?? 'STANDARD') === (object.storageClass ?? 'STANDARD')
  );
}

async function createUpload(
  bucket: S3Bucket,
  key: string,
  target: SinkTarget,
  options: { readonly object: ObjectOptions; readonly signal: AbortSignal },
): Promise<string> {
  const command = new CreateMultipartUploadCommand({
    Bucket: bucket.name,
    Key: key,
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'FULL_OBJECT',
    ...objectFields(target, options.object),
  });
  const call = { operation: 'CreateMultipartUpload', signal: options.signal };
  const { UploadId } = await callS3(bucket, call, (client, sendOptions) => client.send(command, sendOptions));
  if (UploadId === undefined) {
    throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'S3 CreateMultipartUpload answered without an upload id.');
  }
  return UploadId;
}
