import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type MultipartUpload,
} from '@aws-sdk/client-s3';
import { ExportEngineError, type Upload } from '@export-engine/core';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { isS3Error } from '../s3/s3-failure.ts';
import { stateText } from '../s3/state-text.ts';

/** An upload id with which S3 knows an upload of one key. */
export type UploadId = string;

/** The upload id in an upload's state. */
export function uploadIdOf({ state }: Upload): UploadId {
  const uploadId = stateText(state, 'uploadId');
  if (uploadId !== undefined && uploadId !== '') return uploadId;
  throw new ExportEngineError('EXPORT_OPTIONS_INVALID', 'This upload was not begun by s3Sink(): it has no upload id.');
}

/** Every open upload of exactly this key, the earliest first. */
export async function openUploads(
  bucket: S3Bucket,
  key: string,
  signal: AbortSignal,
): Promise<readonly MultipartUpload[]> {
  const found: MultipartUpload[] = [];
  let after: { readonly KeyMarker: string | undefined; readonly UploadIdMarker: string | undefined } | undefined;
  do {
    const command = new ListMultipartUploadsCommand({ Bucket: bucket.name, Prefix: key, ...after });
    const page = await callS3(bucket, { operation: 'ListMultipartUploads', signal }, (client, options) =>
      client.send(command, options),
    );
    const own = (page.Uploads ?? []).filter((upload) => upload.Key === key);
    found.push(...own);
    // S3 lists by key, and of all keys that begin with this one it comes first: others mean that its own are through.
    const mayHaveMore = page.IsTruncated === true && own.length === page.Uploads?.length;
    after = mayHaveMore ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  } while (after !== undefined);
  return found.sort((a, b) => Number(a.Initiated ?? 0) - Number(b.Initiated ?? 0));
}

/** Aborts one upload. Fine if it is gone already. */
export async function abortUpload(
  bucket: S3Bucket,
  key: string,
  uploadId: UploadId,
  signal: AbortSignal,
): Promise<void> {
  const command = new AbortMultipartUploadCommand({ Bucket: bucket.name, Key: key, UploadId: uploadId });
  try {
    await callS3(bucket, { operation: 'AbortMultipartUpload', signal }, (client, options) =>
      client.send(command, options),
    );
  } catch (error) {
    if (!isS3Error(error, 'NoSuchUpload')) throw error;
  }
}

/** Whether S3 still knows this upload, and so may still hold parts of it. */
export async function uploadExists(
  bucket: S3Bucket,
  key: string,
  uploadId: UploadId,
  signal: AbortSignal,
): Promise<boolean> {
  const command = new ListPartsCommand({ Bucket: bucket.name, Key: key, UploadId: uploadId, MaxParts: 1 });
  try {
    await callS3(bucket, { operation: 'ListParts', signal }, (client, options) => client.send(command, options));
    return true;
  } catch (error) {
    if (isS3Error(error, 'NoSuchUpload')) return false;
    throw error;
  }
}
