import { CompleteMultipartUploadCommand } from '@aws-sdk/client-s3';
import {
  type CompleteOptions,
  checkReceipts,
  type PartReceipt,
  type StoredFile,
  type Upload,
} from '@export-engine/core';
import { encodeCrc32 } from '../s3/checksum.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { abortUploads } from './abort-uploads.ts';
import { etagOf } from './etag-of.ts';
import { uploadIdOf } from './multipart-uploads.ts';
import { objectKey } from './object-key.ts';
import { type ExpectedFile, settleFile, verifyFile } from './settle-file.ts';

/**
 * Makes the parts one object, and only where there is none. S3 compares every part's ETag and CRC-32, the whole length
 * and the whole CRC-32 itself; afterwards the object is read back. Whatever the answer was, or if none came, the object
 * decides: with this export's token, length and CRC-32 it is done.
 */
export async function completeUpload(
  bucket: S3Bucket,
  upload: Upload,
  receipts: readonly PartReceipt[],
  options: CompleteOptions & { readonly timeoutMs: number },
): Promise<StoredFile> {
  const { signal, expected, timeoutMs } = options;
  const { target } = upload;
  const parts = checkReceipts(receipts, expected);
  const file: ExpectedFile = { target, objectKey: objectKey(bucket, target.key), ...expected };
  const command = new CompleteMultipartUploadCommand({
    Bucket: bucket.name,
    Key: file.objectKey,
    UploadId: uploadIdOf(upload),
    MultipartUpload: {
      Parts: parts.map((part) => ({
        PartNumber: part.number,
        ETag: etagOf(part),
        ChecksumCRC32: encodeCrc32(part.crc32),
      })),
    },
    ChecksumType: 'FULL_OBJECT',
    ChecksumCRC32: encodeCrc32(expected.crc32),
    MpuObjectSize: expected.bytes,
    IfNoneMatch: '*',
  });
  const call = { operation: 'CompleteMultipartUpload', signal, timeoutMs };
  const stored = await callS3(bucket, call, (client, sendOptions) => client.send(command, sendOptions)).then(
    () => verifyFile(bucket, file, signal),
    (failure: unknown) => settleFile(bucket, file, failure, signal),
  );
  // Uploads of the same key that a second worker began at the same moment, or this one when another finished first.
  await abortUploads(bucket, { key: file.objectKey, uploadId: undefined, includesUnknown: true }, signal);
  return stored;
}
