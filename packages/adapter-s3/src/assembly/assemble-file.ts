import {
  type CompleteOptions,
  checkSegments,
  type Segment,
  type SinkTarget,
  type StoredFile,
} from '@export-engine/core';
import { s3Limits } from '../s3/limits.ts';
import type { S3Bucket } from '../s3/s3-bucket.ts';
import { isS3Error } from '../s3/s3-failure.ts';
import { beginUpload } from '../sink/begin-upload.ts';
import { completeUpload } from '../sink/complete-upload.ts';
import { checkTarget, objectKey } from '../sink/object-key.ts';
import type { ObjectOptions } from '../sink/object-options.ts';
import { putFile } from '../sink/put-file.ts';
import { type ExpectedFile, findFile, settleFile } from '../sink/settle-file.ts';
import { fetchRuns } from './fetch-runs.ts';
import { fillUpload } from './fill-upload.ts';
import { type PlannedPart, planAssembly } from './plan-assembly.ts';

/** S3 copies several parts at the same time, and a copy that is cut short is made again from its begin. */
const COPY_BYTES = 512 * 1024 ** 2;

export interface AssembleOptions extends CompleteOptions {
  readonly object: ObjectOptions;
  /** Longest wait for S3 to join the parts. */
  readonly timeoutMs: number;
}

/**
 * Makes segments one object. S3 copies them into a multipart upload; only segments below 5 MiB, with what they lack of the
 * next one's head, come through this process. An open upload of the target is taken up, and what it has already is not
 * copied again. As with any other upload S3 compares every part, the whole length and the whole CRC-32.
 */
export async function assembleFile(
  bucket: S3Bucket,
  target: SinkTarget,
  segments: readonly Segment[],
  options: AssembleOptions,
): Promise<StoredFile> {
  const { expected, signal } = options;
  checkTarget(target);
  checkSegments(segments, expected);
  const parts = planAssembly(segments, { ...s3Limits, copyBytes: COPY_BYTES });
  const file: ExpectedFile = { target, objectKey: objectKey(bucket, target.key), ...expected };
  const earlier = await findFile(bucket, file, signal);
  if (earlier !== undefined) return earlier;
  if (isSmall(parts, expected.bytes)) return putJoined(bucket, target, { segments, parts }, options);
  try {
    return await uploadParts(bucket, target, { segments, parts }, options);
  } catch (failure) {
    // Another worker may have assembled the same file meanwhile: its end is the end of every upload of the target.
    return await settleFile(bucket, file, failure, signal);
  }
}

interface Assembly {
  readonly segments: readonly Segment[];
  readonly parts: readonly PlannedPart[];
}

/** What is less than a part, or had to be fetched as a whole, needs no upload in parts. */
function isSmall(parts: readonly PlannedPart[], bytes: number): boolean {
  return bytes < s3Limits.minPartBytes || (parts.length === 1 && parts[0]?.kind === 'joined');
}

async function putJoined(
  bucket: S3Bucket,
  target: SinkTarget,
  { segments, parts }: Assembly,
  { object, signal }: AssembleOptions,
): Promise<StoredFile> {
  const runs = parts.flatMap((part) => (part.kind === 'joined' ? part.runs : [part.run]));
  return putFile(bucket, target, await fetchRuns(bucket, segments, runs, signal), { object, signal });
}

async function uploadParts(
  bucket: S3Bucket,
  target: SinkTarget,
  assembly: Assembly,
  options: AssembleOptions,
): Promise<StoredFile> {
  const { object, signal } = options;
  const upload = await beginUpload(bucket, target, { object, signal });
  const complete = async (trustsLengths: boolean): Promise<StoredFile> => {
    const receipts = await fillUpload(bucket, upload, { ...assembly, trustsLengths, signal });
    return completeUpload(bucket, upload, receipts, options);
  };
  try {
    return await complete(true);
  } catch (failure) {
    // A part was not what its length made believe, or a second worker wrote it again: encrypted, it has another ETag then.
    if (!isS3Error(failure, 'InvalidPart')) throw failure;
    return complete(false);
  }
}
