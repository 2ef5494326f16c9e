import { checkOptions, type OptionChecks, optional, type Sink } from '@export-engine/core';
import { assembleFile } from './assembly/assemble-file.ts';
import { type BucketOptions, bucketChecks, bucketOf, timeout } from './s3/bucket-options.ts';
import { s3Limits } from './s3/limits.ts';
import { abortUploads } from './sink/abort-uploads.ts';
import { beginUpload } from './sink/begin-upload.ts';
import { completeUpload } from './sink/complete-upload.ts';
import { makeLink } from './sink/make-link.ts';
import { uploadIdOf } from './sink/multipart-uploads.ts';
import { objectKey } from './sink/object-key.ts';
import { checkEncryption, type ObjectOptions, objectChecks } from './sink/object-options.ts';
import { putFile } from './sink/put-file.ts';
import { removeFile } from './sink/remove-file.ts';
import { writePart } from './sink/write-part.ts';

/** "The processing of a CompleteMultipartUpload request could take several minutes", API_CompleteMultipartUpload.html. */
const DEFAULT_COMPLETE_TIMEOUT_MS = 600_000;

export interface S3SinkOptions extends BucketOptions, ObjectOptions {
  /** Longest wait for S3 to join the parts, in milliseconds; 1 to 3,600,000. @default 600000 */
  readonly completeTimeoutMs?: number | undefined;
}

/** A sink in a bucket; it can assemble. */
export type S3Sink = Required<Sink>;

/**
 * A sink in an Amazon S3 bucket: multipart uploads that any process can go on with, files that are never overwritten,
 * presigned links.
 *
 * The life of a file: `begin` opens a multipart upload, or takes up an open one of the same key; `writePart` sends parts
 * in any order, each checked by S3 against its CRC-32; `complete` has S3 join them, where nothing is yet, and reads the
 * object back. The export's token in the object's metadata tells its own file from any other, so a lost answer is settled
 * by looking. `assemble` has S3 copy finished files into one. `abort` removes uploads and their parts, `remove` the file.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`
 *
 * @example
 * ```ts
 * import { S3Client } from '@aws-sdk/client-s3';
 * import { s3Sink } from '@export-engine/adapter-s3';
 *
 * const sink = s3Sink({ client: new S3Client({}), bucket: 'my-exports', keyPrefix: 'files/' });
 * ```
 */
export function s3Sink(options: S3SinkOptions): S3Sink {
  checkOptions<S3SinkOptions>('s3Sink()', options, sinkChecks());
  checkEncryption('s3Sink()', options);
  const bucket = bucketOf(options, 'SINK');
  const timeoutMs = options.completeTimeoutMs ?? DEFAULT_COMPLETE_TIMEOUT_MS;
  return {
    specVersion: 1,
    name: 's3',
    capabilities: s3Limits,
    begin: (target, { signal }) => beginUpload(bucket, target, { object: options, signal }),
    writePart: (upload, part, { signal }) => writePart(bucket, upload, part, signal),
    complete: (upload, receipts, callOptions) =>
      completeUpload(bucket, upload, receipts, { ...callOptions, timeoutMs }),
    assemble: (target, segments, callOptions) =>
      assembleFile(bucket, target, segments, { ...callOptions, object: options, timeoutMs }),
    put: (target, content, { signal }) => putFile(bucket, target, content, { object: options, signal }),
    abort: async (target, { upload, signal }) => {
      const uploadId = upload === undefined ? undefined : uploadIdOf(upload);
      await abortUploads(bucket, { key: objectKey(bucket, target.key), uploadId, includesUnknown: true }, signal);
    },
    remove: async (target, { signal }) => {
      await removeFile(bucket, { key: objectKey(bucket, target.key), token: target.token }, signal);
    },
    link: (file, callOptions) => makeLink(bucket, file, callOptions),
  };
}

function sinkChecks(): OptionChecks<S3SinkOptions> {
  return {
    ...bucketChecks(),
    ...objectChecks(),
    completeTimeoutMs: optional(timeout()),
  };
}
