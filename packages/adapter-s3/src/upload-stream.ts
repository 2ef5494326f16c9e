/** One-shot upload of a stream to Amazon S3, for sources that can't be read again. @module */
import { randomUUID } from 'node:crypto';
import { Upload } from '@aws-sdk/lib-storage';
import {
  checkOptions,
  custom,
  ExportEngineError,
  integer,
  type OptionChecks,
  optional,
  type StoredFile,
  string,
} from '@export-engine/core';
import { type BucketOptions, bucketChecks, bucketOf } from './s3/bucket-options.ts';
import { s3Limits } from './s3/limits.ts';
import type { S3Bucket } from './s3/s3-bucket.ts';
import { s3Failure, withSecondFailure } from './s3/s3-failure.ts';
import { abortUploads } from './sink/abort-uploads.ts';
import { checkTarget, objectKey } from './sink/object-key.ts';
import {
  checkEncryption,
  type ObjectFields,
  type ObjectOptions,
  objectChecks,
  objectFields,
} from './sink/object-options.ts';
import { removeFile } from './sink/remove-file.ts';
import { type ExpectedFile, settleFile, verifyFile } from './sink/settle-file.ts';
import { type GuardedSends, guardSends } from './stream/guarded-sends.ts';
import { type TalliedSource, tallySource } from './stream/tallied-source.ts';

const DEFAULT_PART_BYTES = 16 * 1024 ** 2;
const DEFAULT_PARTS_IN_FLIGHT = 4;

export interface UploadStreamOptions extends BucketOptions, ObjectOptions {
  /** Where the file goes; nothing may be there yet. */
  readonly key: string;
  readonly mediaType: string;
  /** Name for whoever saves the file; any Unicode text. @default the last segment of the key */
  readonly fileName?: string | undefined;
  /**
   * Size of a part, in bytes; 5 MiB to 5 GiB. S3 takes 10,000 parts, so this bounds the file: 156 GiB by default.
   *
   * @default 16777216
   */
  readonly partBytes?: number | undefined;
  /** Parts sent at the same time, 1 to 64. About twice as many parts are in memory. @default 4 */
  readonly partsInFlight?: number | undefined;
  /** Aborting rejects with `signal.reason` unchanged, once S3 has confirmed that nothing is left. */
  readonly signal: AbortSignal;
}

/**
 * Stores a stream of unknown length as one object, in parts, by `@aws-sdk/lib-storage`. It can't be resumed: when it
 * fails, everything is removed and the source has to be read again from its start. For exports use `s3Sink()`.
 *
 * @returns the file, read back: its length and CRC-32 are those of the bytes that the source gave.
 * @throws the source's own error when the source fails; `ExportEngineError` with an `EXPORT_SINK_…` code when S3 does,
 * `EXPORT_SINK_CONFLICT` when the key is taken.
 *
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs';
 * import { S3Client } from '@aws-sdk/client-s3';
 * import { uploadStream } from '@export-engine/adapter-s3/upload-stream';
 *
 * const file = await uploadStream(createReadStream('report.csv'), {
 *   client: new S3Client({}),
 *   bucket: 'my-exports',
 *   key: 'reports/2026-11.csv',
 *   mediaType: 'text/csv',
 *   signal: AbortSignal.timeout(600_000),
 * });
 * console.log(file.bytes);
 * ```
 */
export async function uploadStream(
  source: AsyncIterable<Uint8Array>,
  options: UploadStreamOptions,
): Promise<StoredFile> {
  checkOptions<UploadStreamOptions>('uploadStream()', options, uploadChecks());
  checkEncryption('uploadStream()', options);
  const { partBytes = DEFAULT_PART_BYTES, signal } = options;
  const bucket = bucketOf(options, 'SINK');
  const target = {
    key: options.key,
    mediaType: options.mediaType,
    fileName: options.fileName ?? options.key.slice(options.key.lastIndexOf('/') + 1),
    token: randomUUID(),
  };
  checkTarget(target);
  const key = objectKey(bucket, target.key);
  signal.throwIfAborted();

  const tally = tallySource(source, partBytes * s3Limits.maxParts);
  const sends = guardSends(bucket);
  const file = (): ExpectedFile => ({ target, objectKey: key, ...tally.counted() });
  try {
    await send(tally, sends, {
      ...options,
      partBytes,
      params: { Bucket: bucket.name, Key: key, ...objectFields(target, options) },
    });
    return await verifyFile(bucket, file(), signal);
  } catch (error) {
    tally.destroy();
    await sends.stop();
    if (signal.aborted) return await removeAfter(signal.reason, bucket, file(), sends);
    const failure = tally.failure() ?? sends.failure() ?? s3Failure(error, { port: bucket.port, operation: 'upload' });
    if (!tally.hasEnded()) return await removeAfter(failure, bucket, file(), sends);
    return await settleFile(bucket, file(), failure, signal).catch((settled: unknown) =>
      removeAfter(settled, bucket, file(), sends),
    );
  }
}

interface SendOptions extends UploadStreamOptions {
  readonly partBytes: number;
  readonly params: ObjectFields & { readonly Bucket: string; readonly Key: string };
}

async function send(tally: TalliedSource, sends: GuardedSends, options: SendOptions): Promise<void> {
  const { params, partBytes, partsInFlight = DEFAULT_PARTS_IN_FLIGHT, signal } = options;
  const upload = new Upload({
    client: sends.client,
    params: {
      ...params,
      Body: tally.stream,
      ChecksumAlgorithm: 'CRC32',
      ChecksumType: 'FULL_OBJECT',
      IfNoneMatch: '*',
    },
    partSize: partBytes,
    queueSize: partsInFlight,
    leavePartsOnError: false,
  });
  const abort = (): void => void upload.abort();
  signal.addEventListener('abort', abort);
  // Without it the other parts in flight would read the source to its end before the failure is told.
  sends.onFailure(abort);
  try {
    await upload.done();
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Removes whatever the failed upload left, and rejects with its failure. */
async function removeAfter(
  failure: unknown,
  bucket: S3Bucket,
  file: ExpectedFile,
  sends: GuardedSends,
): Promise<never> {
  // Not the caller's signal: it may be the reason why there is something to remove.
  const { signal } = new AbortController();
  const key = file.objectKey;
  const removed = abortUploads(bucket, { key, uploadId: sends.uploadId(), includesUnknown: false }, signal).then(() =>
    removeFile(bucket, { key, token: file.target.token }, signal),
  );
  await removed.catch((second: unknown) => {
    if (ExportEngineError.isInstance(failure)) throw withSecondFailure(failure, second);
    const message = 'The upload failed, and what it left could not be removed.';
    throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', message, {
      cause: new AggregateError([failure, second], message),
      details: { key: file.target.key },
    });
  });
  throw failure;
}

function uploadChecks(): OptionChecks<UploadStreamOptions> {
  return {
    ...bucketChecks(),
    ...objectChecks(),
    key: string({ max: 1024 }),
    mediaType: string({ max: 256 }),
    fileName: optional(string()),
    partBytes: optional(integer({ min: s3Limits.minPartBytes, max: s3Limits.maxPartBytes })),
    partsInFlight: optional(integer({ min: 1, max: 64 })),
    signal: custom('an AbortSignal', (value) => value instanceof AbortSignal),
  };
}
