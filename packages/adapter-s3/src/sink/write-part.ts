import { UploadPartCommand } from '@aws-sdk/client-s3';
import { ExportEngineError, type Part, type PartReceipt, type Upload } from '@export-engine/core';
import { decodeCrc32, encodeCrc32 } from '../s3/checksum.ts';
import { s3Limits } from '../s3/limits.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { digestFailure } from './digest-failure.ts';
import { uploadIdOf } from './multipart-uploads.ts';
import { objectKey } from './object-key.ts';

/**
 * Sends one part with the CRC-32 that the engine already has: S3 verifies it, and the SDK computes none of its own.
 */
export async function writePart(
  bucket: S3Bucket,
  upload: Upload,
  part: Part,
  signal: AbortSignal,
): Promise<PartReceipt> {
  checkLimits(part);
  const bytes = part.bytes.byteLength;
  const command = new UploadPartCommand({
    Bucket: bucket.name,
    Key: objectKey(bucket, upload.target.key),
    UploadId: uploadIdOf(upload),
    PartNumber: part.number,
    Body: part.bytes,
    ContentLength: bytes,
    ChecksumCRC32: encodeCrc32(part.crc32),
  });
  const call = { operation: 'UploadPart', signal, movedBytes: bytes };
  try {
    const answer = await callS3(bucket, call, (client, options) => client.send(command, options));
    return { number: part.number, bytes, crc32: part.crc32, state: { etag: checkedEtag(answer, part) } };
  } catch (error) {
    throw digestFailure(error, part);
  }
}

function checkLimits({ number, bytes }: Part): void {
  const { maxParts, maxPartBytes } = s3Limits;
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new ExportEngineError('EXPORT_OPTIONS_INVALID', 'A part number must be an integer of at least 1.');
  }
  if (number > maxParts) {
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', `Part ${number}: S3 takes at most ${maxParts} parts.`);
  }
  if (bytes.byteLength > maxPartBytes) {
    const message = `A part of ${bytes.byteLength} bytes: S3 takes at most ${maxPartBytes}.`;
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
  }
}

function checkedEtag(
  answer: { readonly ETag?: string | undefined; readonly ChecksumCRC32?: string | undefined },
  part: Part,
): string {
  const stored = decodeCrc32(answer.ChecksumCRC32);
  if (answer.ETag === undefined || (stored !== undefined && stored !== part.crc32)) {
    throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', `S3 UploadPart did not confirm part ${part.number}.`);
  }
  return answer.ETag;
}
