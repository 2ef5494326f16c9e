import { UploadPartCopyCommand } from '@aws-sdk/client-s3';
import { ExportEngineError, type PartReceipt, type Upload } from '@export-engine/core';
import { decodeCrc32 } from '../s3/checksum.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { uploadIdOf } from '../sink/multipart-uploads.ts';
import { objectKey } from '../sink/object-key.ts';
import { relayPart } from './relay-part.ts';
import { type RunSource, segmentFailure } from './segment-source.ts';

/** What becomes a part. */
export interface PartSource {
  readonly number: number;
  readonly crc32: number;
  readonly source: RunSource;
}

/**
 * Has S3 copy a run of a segment into the upload. S3 says the CRC-32 of what it copied; when that is not the run's, the bytes
 * are sent through this process, in a stream: S3 then verifies them itself. Some servers give a copied range the checksum of
 * the whole object that it is from (versitygw 1.8), others none (which `complete` finds out).
 */
export async function copyPart(
  bucket: S3Bucket,
  upload: Upload,
  part: PartSource,
  signal: AbortSignal,
): Promise<PartReceipt> {
  const { number, crc32, source } = part;
  const command = new UploadPartCopyCommand({
    Bucket: bucket.name,
    Key: objectKey(bucket, upload.target.key),
    UploadId: uploadIdOf(upload),
    PartNumber: number,
    CopySource: copySource(bucket, source.key),
    CopySourceRange: source.isWhole ? undefined : source.range,
    CopySourceIfMatch: source.etag,
  });
  const call = { operation: 'UploadPartCopy', signal, movedBytes: source.bytes };
  const answer = await callS3(bucket, call, (client, options) => client.send(command, options)).catch(
    (error: unknown) => {
      throw segmentFailure(error, source);
    },
  );
  const { ETag: etag, ChecksumCRC32 } = answer.CopyPartResult ?? {};
  if (etag === undefined) {
    throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', `S3 UploadPartCopy did not confirm part ${number}.`);
  }
  const copied = decodeCrc32(ChecksumCRC32);
  if (copied !== undefined && copied !== crc32) return relayPart(bucket, upload, part, signal);
  return { number, bytes: source.bytes, crc32, state: { etag } };
}

/** Bucket and key as one path, or the ARN of an object behind an access point; percent-encoded, as the header wants it. */
function copySource({ name }: S3Bucket, key: string): string {
  const path = name.startsWith('arn:') ? `${name}/object/${key}` : `${name}/${key}`;
  return path.split('/').map(encodeURIComponent).join('/');
}
