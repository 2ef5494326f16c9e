import type { Readable } from 'node:stream';
import { UploadPartCommand } from '@aws-sdk/client-s3';
import { ExportEngineError, type PartReceipt, type Upload } from '@export-engine/core';
import { encodeCrc32 } from '../s3/checksum.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { uploadIdOf } from '../sink/multipart-uploads.ts';
import { objectKey } from '../sink/object-key.ts';
import type { PartSource } from './copy-part.ts';
import { openRun } from './open-run.ts';
import { segmentFailure } from './segment-source.ts';

/** Sends a run of a segment through this process into the upload, as a stream: no more of it is in memory than a few buffers. */
export async function relayPart(
  bucket: S3Bucket,
  upload: Upload,
  { number, crc32, source }: PartSource,
  signal: AbortSignal,
): Promise<PartReceipt> {
  const { bytes } = source;
  const call = { operation: 'UploadPart', signal, movedBytes: bytes };
  try {
    const etag = await callS3(bucket, call, async (client, options) => {
      const stream = await openRun(source, { client, bucketName: bucket.name, ...options });
      const command = new UploadPartCommand({
        Bucket: bucket.name,
        Key: objectKey(bucket, upload.target.key),
        UploadId: uploadIdOf(upload),
        PartNumber: number,
        Body: stream,
        ContentLength: bytes,
        ChecksumCRC32: encodeCrc32(crc32),
      });
      // The SDK would wait for the rest of a stream that breaks off.
      const ending = new AbortController();
      const abortSignal = AbortSignal.any([options.abortSignal, ending.signal]);
      try {
        const { ETag } = await Promise.race([client.send(command, { abortSignal }), failureOf(stream)]);
        return ETag;
      } finally {
        ending.abort();
        stream.destroy();
      }
    });
    if (etag !== undefined) return { number, bytes, crc32, state: { etag } };
  } catch (error) {
    throw segmentFailure(error, source);
  }
  throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', `S3 UploadPart did not confirm part ${number}.`);
}

function failureOf(stream: Readable): Promise<never> {
  return new Promise((_, reject) => {
    stream.once('error', reject);
  });
}
