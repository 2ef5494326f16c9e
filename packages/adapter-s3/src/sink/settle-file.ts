import { ExportEngineError, type SinkTarget, type StoredFile } from '@export-engine/core';
import type { S3Bucket } from '../s3/s3-bucket.ts';
import { withSecondFailure } from '../s3/s3-failure.ts';
import { headObject, type ObjectFacts } from './head-object.ts';

/** A file that a target should have become. */
export interface ExpectedFile {
  readonly target: SinkTarget;
  /** The object's key in the bucket. */
  readonly objectKey: string;
  readonly bytes: number;
  readonly crc32: number;
}

/**
 * Decides what became of a request that creates the file, after it failed. Its answer may have been lost, an earlier try
 * may have done the work, or somebody else's file may be there: only the object itself knows.
 *
 * @returns the file, when the object at the key is this export's and whole.
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the key holds another file; else the failure that was given.
 */
export async function settleFile(
  bucket: S3Bucket,
  expected: ExpectedFile,
  failure: unknown,
  signal: AbortSignal,
): Promise<StoredFile> {
  if (signal.aborted || !ExportEngineError.isInstance(failure)) throw failure;
  let found: ObjectFacts | undefined;
  try {
    found = await headObject(bucket, expected.objectKey, signal);
  } catch (second) {
    throw signal.aborted ? signal.reason : withSecondFailure(failure, second);
  }
  if (found === undefined) throw failure;
  return checkedFile(expected, found, failure);
}

/**
 * The file, if it is there already.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the key holds another one.
 */
export async function findFile(
  bucket: S3Bucket,
  expected: ExpectedFile,
  signal: AbortSignal,
): Promise<StoredFile | undefined> {
  const found = await headObject(bucket, expected.objectKey, signal);
  return found && checkedFile(expected, found);
}

/** Reads the file back and compares. @throws ExportEngineError `EXPORT_SINK_CONFLICT` when it is not the expected one. */
export async function verifyFile(bucket: S3Bucket, expected: ExpectedFile, signal: AbortSignal): Promise<StoredFile> {
  const found = await findFile(bucket, expected, signal);
  if (found === undefined) throw conflict('The file vanished right after it was stored.', expected);
  return found;
}

function checkedFile(expected: ExpectedFile, found: ObjectFacts, cause?: unknown): StoredFile {
  if (found.token !== expected.target.token) throw conflict("The key holds somebody else's file.", expected, cause);
  if (found.bytes !== expected.bytes) {
    const message = `The stored file has ${found.bytes} bytes; ${expected.bytes} were expected.`;
    throw conflict(message, expected, cause);
  }
  if (found.crc32 !== undefined && found.crc32 !== expected.crc32) {
    throw conflict("The stored file's CRC-32 is not the expected one.", expected, cause);
  }
  return {
    key: expected.target.key,
    bytes: found.bytes,
    crc32: found.crc32,
    state: { etag: found.etag, mediaType: expected.target.mediaType },
  };
}

function conflict(message: string, expected: ExpectedFile, cause?: unknown): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message, {
    details: { key: expected.target.key },
    ...(cause === undefined ? {} : { cause }),
  });
}
