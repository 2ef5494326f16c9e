import { ExportEngineError } from '@export-engine/core';
import { pause } from '../s3/pause.ts';
import type { S3Bucket } from '../s3/s3-bucket.ts';
import { abortUpload, openUploads, type UploadId, uploadExists } from './multipart-uploads.ts';

/**
 * A part that was on its way when its upload was aborted can still arrive, and keeps the upload alive ("it might be
 * necessary to abort a given multipart upload multiple times",
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html).
 */
const MAX_ROUNDS = 7;
const FIRST_PAUSE_MS = 100;

export interface UploadsOfKey {
  /** The object's key in the bucket. */
  readonly key: string;
  /** An upload that is known. */
  readonly uploadId: UploadId | undefined;
  /** Whether every other open upload of this key goes too. */
  readonly includesUnknown: boolean;
}

/**
 * Aborts uploads of one key, and again until S3 confirms that it knows none of them and so holds no part.
 *
 * @throws ExportEngineError `EXPORT_SINK_UNAVAILABLE` when some are still there after seven rounds (about six seconds).
 */
export async function abortUploads(bucket: S3Bucket, uploads: UploadsOfKey, signal: AbortSignal): Promise<void> {
  const { key } = uploads;
  const aborted = new Set<UploadId>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 1) await pause(FIRST_PAUSE_MS * 2 ** (round - 2), signal);
    const living = await livingUploads(bucket, uploads, aborted, signal);
    if (living.length === 0) return;
    for (const uploadId of living) {
      await abortUpload(bucket, key, uploadId, signal);
      aborted.add(uploadId);
    }
  }
  const message = 'S3 still knows the upload after it was told several times to abort it.';
  throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', message, { details: { key } });
}

/** The listed ones, and the known one. Of those that were aborted already only what S3 still knows by its id. */
async function livingUploads(
  bucket: S3Bucket,
  { key, uploadId, includesUnknown }: UploadsOfKey,
  aborted: ReadonlySet<UploadId>,
  signal: AbortSignal,
): Promise<readonly UploadId[]> {
  const listed = includesUnknown ? await openUploads(bucket, key, signal) : [];
  const candidates = new Set(listed.map(({ UploadId }) => UploadId).concat(uploadId));
  const living: UploadId[] = [];
  for (const id of candidates) {
    if (id === undefined) continue;
    const isCertain = id !== uploadId && !aborted.has(id);
    if (isCertain || (await uploadExists(bucket, key, id, signal))) living.push(id);
  }
  return living;
}
