import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type CheckedBytes, ExportEngineError, type SinkTarget, type StoredFile } from '@export-engine/core';
import { encodeCrc32 } from '../s3/checksum.ts';
import { s3Limits } from '../s3/limits.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { digestFailure } from './digest-failure.ts';
import { checkTarget, objectKey } from './object-key.ts';
import { type ObjectOptions, objectFields } from './object-options.ts';
import { type ExpectedFile, settleFile } from './settle-file.ts';

/** Stores a whole file in one request, and only where there is none. S3 verifies the CRC-32. */
export async function putFile(
  bucket: S3Bucket,
  target: SinkTarget,
  content: CheckedBytes,
  options: { readonly object: ObjectOptions; readonly signal: AbortSignal },
): Promise<StoredFile> {
  const { object, signal } = options;
  checkTarget(target);
  const bytes = content.bytes.byteLength;
  if (bytes > s3Limits.maxPartBytes) {
    const message = `A file of ${bytes} bytes: S3 takes at most ${s3Limits.maxPartBytes} in one request.`;
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
  }
  const file: ExpectedFile = { target, objectKey: objectKey(bucket, target.key), bytes, crc32: content.crc32 };
  const command = new PutObjectCommand({
    Bucket: bucket.name,
    Key: file.objectKey,
    Body: content.bytes,
    ContentLength: bytes,
    ChecksumCRC32: encodeCrc32(content.crc32),
    IfNoneMatch: '*',
    ...objectFields(target, object),
  });
  const call = { operation: 'PutObject', signal, movedBytes: bytes };
  return await callS3(bucket, call, (client, sendOptions) => client.send(command, sendOptions)).then(
    ({ ETag = '' }) => ({
      key: target.key,
      bytes,
      crc32: content.crc32,
      state: { etag: ETag, mediaType: target.mediaType },
    }),
    (failure: unknown) => settleFile(bucket, file, digestFailure(failure, content), signal),
  );
}
