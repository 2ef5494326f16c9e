import { type CheckedBytes, crc32, ExportEngineError, mapAtOnce, type Segment } from '@export-engine/core';
import type { S3Bucket } from '../s3/s3-bucket.ts';
import { checksumOfRuns } from './checksum-of-runs.ts';
import { fetchRun } from './fetch-run.ts';
import type { Run } from './plan-assembly.ts';
import { sourceOf } from './segment-source.ts';

const FETCHES_AT_ONCE = 8;

/**
 * Reads runs into memory, end to end, and compares each with the CRC-32 of its pieces. One that ends inside a piece is
 * compared later: the CRC-32 of what follows it is reckoned by this one's.
 */
export async function fetchRuns(
  bucket: S3Bucket,
  segments: readonly Segment[],
  runs: readonly Run[],
  signal: AbortSignal,
): Promise<CheckedBytes> {
  const bytes = new Uint8Array(runs.reduce((sum, run) => sum + run.bytes, 0));
  await mapAtOnce(withPlaces(runs, bytes), FETCHES_AT_ONCE, async ({ run, place }) => {
    const source = sourceOf(bucket, segments, run);
    await fetchRun(bucket, source, place, signal);
    const known = checksumOfRuns(segments, [run]);
    if (known !== undefined && known !== crc32(place)) {
      const message = `Segment ${source.segment} does not have the CRC-32 of its pieces.`;
      throw new ExportEngineError('EXPORT_SINK_CONFLICT', message);
    }
  });
  return { bytes, crc32: crc32(bytes) };
}

/** Each run with the place for its bytes. */
function withPlaces(
  runs: readonly Run[],
  bytes: Uint8Array,
): readonly { readonly run: Run; readonly place: Uint8Array }[] {
  let end = 0;
  return runs.map((run) => {
    const start = end;
    end += run.bytes;
    return { run, place: bytes.subarray(start, end) };
  });
}
