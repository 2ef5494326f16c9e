import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { crc32, ExportEngineError, type JsonValue, type StoreWriteOptions } from '@export-engine/core';
import { encodeCrc32 } from '../s3/checksum.ts';
import { pause } from '../s3/pause.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { isS3Error, withSecondFailure } from '../s3/s3-failure.ts';
import { encodeBody } from './store-body.ts';
import { storeKey } from './store-key.ts';
import { readEntry, type StoredEntry } from './store-objects.ts';

/** Tries while S3 answers 409, which says that another write was under way and leaves open which of them was stored. */
const MAX_TRIES = 5;
const FIRST_PAUSE_MS = 50;

/**
 * Writes one entry if its version is the expected one. When S3 says no, or nothing, the object is read: the client may
 * have sent the request twice because its first answer was lost, and then the version it meets is its own.
 */
export async function writeEntry(
  bucket: S3Bucket,
  key: string,
  value: JsonValue,
  { expectedVersion, signal }: StoreWriteOptions,
): Promise<{ readonly version: string }> {
  const writeId = randomUUID();
  const body = encodeBody({ writeId, value });
  const command = {
    Bucket: bucket.name,
    Key: storeKey(bucket, key),
    Body: body,
    ContentType: 'application/json',
    ContentLength: body.byteLength,
    ChecksumCRC32: encodeCrc32(crc32(body)),
    ...(expectedVersion === null ? { IfNoneMatch: '*' } : { IfMatch: expectedVersion }),
  };
  const call = { operation: 'PutObject', signal, movedBytes: body.byteLength };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await callS3(bucket, call, (client, options) =>
        client.send(new PutObjectCommand(command), options),
      );
      return { version: answer.ETag ?? '' };
    } catch (failure) {
      const found = await look(bucket, key, failure, signal);
      if (found?.writeId === writeId) return { version: found.version };
      const isUnchanged = (found?.version ?? null) === expectedVersion;
      if (!isUnchanged) throw conflict(key, failure);
      await pauseBeforeTry(attempt + 1, failure, signal);
    }
  }
}

async function pauseBeforeTry(attempt: number, failure: unknown, signal: AbortSignal): Promise<void> {
  if (attempt > MAX_TRIES || !isS3Error(failure, 'ConditionalRequestConflict')) throw failure;
  await pause(FIRST_PAUSE_MS * 2 ** attempt * Math.random(), signal);
}

/** The entry after a failed write, when the failure leaves open whether it was written. */
async function look(
  bucket: S3Bucket,
  key: string,
  failure: unknown,
  signal: AbortSignal,
): Promise<StoredEntry | undefined> {
  if (signal.aborted || !ExportEngineError.isInstance(failure)) throw failure;
  if (failure.code === 'EXPORT_NOT_FOUND') return undefined;
  if (failure.code === 'EXPORT_STORE_REJECTED' || failure.code === 'EXPORT_UNEXPECTED') throw failure;
  try {
    return await readEntry(bucket, key, signal);
  } catch (second) {
    throw signal.aborted ? signal.reason : withSecondFailure(failure, second);
  }
}

function conflict(key: string, cause: unknown): ExportEngineError {
  return new ExportEngineError('EXPORT_STORE_CONFLICT', 'The entry changed since it was read.', {
    cause,
    details: { key },
  });
}
