import type { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExportEngineError } from '@export-engine/core';
import type { RunSource } from './segment-source.ts';

export interface OpenRunOptions {
  readonly client: S3Client;
  readonly bucketName: string;
  /** Ends the stream too, when it comes before the stream's end. */
  readonly abortSignal: AbortSignal;
}

/** Begins to read a run of a segment. Whoever reads it closes it. */
export async function openRun(source: RunSource, options: OpenRunOptions): Promise<Readable> {
  const { client, bucketName, abortSignal } = options;
  const command = new GetObjectCommand({
    Bucket: bucketName,
    Key: source.key,
    Range: source.range,
    IfMatch: source.etag,
  });
  const { Body, ContentLength } = await client.send(command, { abortSignal });
  // In Node it is the HTTP answer itself.
  const stream = Body as Readable;
  if (ContentLength === source.bytes) return stream;
  stream.destroy();
  throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'S3 GetObject did not give the range that it was asked for.');
}
