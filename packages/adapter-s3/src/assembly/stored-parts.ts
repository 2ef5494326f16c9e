import { ListPartsCommand } from '@aws-sdk/client-s3';
import type { Upload } from '@export-engine/core';
import { decodeCrc32 } from '../s3/checksum.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { uploadIdOf } from '../sink/multipart-uploads.ts';
import { objectKey } from '../sink/object-key.ts';

/** What S3 says about a part of an upload. */
export interface StoredPart {
  readonly bytes: number;
  readonly etag: string;
  /** Real S3 says it; some servers do not. */
  readonly crc32: number | undefined;
}

/** The parts that an upload has already, by their numbers. */
export async function storedParts(
  bucket: S3Bucket,
  upload: Upload,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, StoredPart>> {
  const found = new Map<number, StoredPart>();
  let after: string | undefined;
  do {
    const command = new ListPartsCommand({
      Bucket: bucket.name,
      Key: objectKey(bucket, upload.target.key),
      UploadId: uploadIdOf(upload),
      PartNumberMarker: after,
    });
    const page = await callS3(bucket, { operation: 'ListParts', signal }, (client, options) =>
      client.send(command, options),
    );
    for (const { PartNumber, Size, ETag, ChecksumCRC32 } of page.Parts ?? []) {
      if (PartNumber === undefined || Size === undefined || ETag === undefined) continue;
      found.set(PartNumber, { bytes: Size, etag: ETag, crc32: decodeCrc32(ChecksumCRC32) });
    }
    after = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
  } while (after !== undefined);
  return found;
}
