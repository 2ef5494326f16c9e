import { ExportEngineError, type Segment } from '@export-engine/core';
import type { S3Bucket } from '../s3/s3-bucket.ts';
import { isS3Error } from '../s3/s3-failure.ts';
import { stateText } from '../s3/state-text.ts';
import { objectKey } from '../sink/object-key.ts';
import type { Run } from './plan-assembly.ts';

/** Where a run's bytes are to be had. */
export interface RunSource {
  /** The segment's number, from 1, for messages. */
  readonly segment: number;
  /** The object's key in the bucket. */
  readonly key: string;
  /** Of the object that the segment was: another one that took its place is not read. */
  readonly etag: string;
  readonly bytes: number;
  /** As in an HTTP `Range` header. */
  readonly range: string;
  /** Whether the run is the whole object. */
  readonly isWhole: boolean;
}

/** @throws ExportEngineError `EXPORT_SINK_CONFLICT` for a segment of another sink */
export function sourceOf(bucket: S3Bucket, segments: readonly Segment[], run: Run): RunSource {
  const file = segments[run.segment]?.file;
  const segment = run.segment + 1;
  const etag = file && stateText(file.state, 'etag');
  if (file === undefined || etag === undefined) {
    const message = `Segment ${segment} was not stored by s3Sink(): it has no ETag.`;
    throw new ExportEngineError('EXPORT_SINK_CONFLICT', message);
  }
  return {
    segment,
    key: objectKey(bucket, file.key),
    etag,
    bytes: run.bytes,
    range: `bytes=${run.start}-${run.start + run.bytes - 1}`,
    isWhole: run.bytes === file.bytes,
  };
}

/** What S3 says when a segment is not there any more, or not as it was, as a conflict that names it. */
export function segmentFailure(error: unknown, { segment }: RunSource): unknown {
  if (!isS3Error(error, 'NoSuchKey', 'NotFound', 'PreconditionFailed')) return error;
  const message = `Segment ${segment} is gone, or is not the file that it was.`;
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message, { cause: error.cause, details: error.details });
}
