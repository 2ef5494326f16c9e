import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { openRun } from './open-run.ts';
import { type RunSource, segmentFailure } from './segment-source.ts';

/** Reads a run of a segment into `place`, which has its length. */
export async function fetchRun(
  bucket: S3Bucket,
  source: RunSource,
  place: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const call = { operation: 'GetObject', signal, movedBytes: source.bytes };
  try {
    // Read inside the timed call: a body can hang like an answer's head.
    await callS3(bucket, call, async (client, { abortSignal }) => {
      let length = 0;
      for await (const chunk of await openRun(source, { client, bucketName: bucket.name, abortSignal })) {
        place.set(chunk as Uint8Array, length);
        length += (chunk as Uint8Array).length;
      }
    });
  } catch (error) {
    throw segmentFailure(error, source);
  }
}
