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
/**
 * Once something was aborted, it counts as gone only when so many looks in a row find nothing, with a pause between. A
 * cancelled part was seen to revive its upload up to 17 ms after an empty look; this waits more than ten times as long.
 */
const QUIET_LOOKS = 3;
const QUIET_PAUSE_MS = 100;

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
 * A part that the server is still writing long after its sender has gone can outlast this; a lifecycle rule ends those.
 *
 * @throws ExportEngineError `EXPORT_SINK_UNAVAILABLE` when some are still there after seven rounds (about six seconds).
 */
export async function abortUploads(bucket: S3Bucket, uploads: UploadsOfKey, signal: AbortSignal): Promise<void> {
  const { key } = uploads;
  const aborted = new Set<UploadId>();
  let failure: ExportEngineError | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 1) await pause(FIRST_PAUSE_MS * 2 ** (round - 2), signal);
    const living = await settledUploads(bucket, uploads, aborted, signal);
    if (living.length === 0) return;
    for (const uploadId of living) {
      failure = (await tryAbort(bucket, key, uploadId, signal)) ?? failure;
      aborted.add(uploadId);
    }
  }
  const message = 'S3 still knows the upload after it was told several times to abort it.';
  throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', message, {
    details: { key },
    ...(failure !== undefined && { cause: failure }),
  });
}

/** S3 can fail to abort for the moment, as while a part is being written: that is one more round, not the end. */
async function tryAbort(
  bucket: S3Bucket,
  key: string,
  uploadId: UploadId,
  signal: AbortSignal,
): Promise<ExportEngineError | undefined> {
  try {
    await abortUpload(bucket, key, uploadId, signal);
    return undefined;
  } catch (error) {
    if (ExportEngineError.isInstance(error) && error.isRetryable) return error;
    throw error;
  }
}

/** The uploads that S3 knows; none only when it stays so for a while. */
async function settledUploads(
  bucket: S3Bucket,
  uploads: UploadsOfKey,
  aborted: ReadonlySet<UploadId>,
  signal: AbortSignal,
): Promise<readonly UploadId[]> {
  const looks = aborted.size === 0 ? 1 : QUIET_LOOKS;
  for (let look = 1; ; look += 1) {
    const living = await livingUploads(bucket, uploads, aborted, signal);
    if (living.length > 0 || look === looks) return living;
    await pause(QUIET_PAUSE_MS, signal);
  }
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
