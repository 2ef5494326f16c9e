import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  contentDisposition,
  ExportEngineError,
  type Link,
  type LinkOptions,
  type StoredFile,
} from '@export-engine/core';
import { s3Limits } from '../s3/limits.ts';
import { callS3, type S3Bucket } from '../s3/s3-bucket.ts';
import { stateText } from '../s3/state-text.ts';
import { headObject } from './head-object.ts';
import { objectKey } from './object-key.ts';

/**
 * Temporary credentials that do not say when they end (those of a Lambda function, in its environment) are taken to live
 * for the shortest default session: "DurationSeconds … default is one hour",
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.
 */
const UNKNOWN_SESSION_SECONDS = 3600;

/** Signs a link to the file, after a look that the file is there and still the same. */
export async function makeLink(bucket: S3Bucket, file: StoredFile, options: LinkOptions): Promise<Link> {
  const { expiresInSeconds, fileName, signal } = options;
  if (!Number.isSafeInteger(expiresInSeconds) || expiresInSeconds < 1) {
    throw new ExportEngineError(
      'EXPORT_OPTIONS_INVALID',
      'Option "expiresInSeconds" must be an integer of at least 1.',
      {
        details: { option: 'expiresInSeconds' },
      },
    );
  }
  const key = objectKey(bucket, file.key);
  await checkFile(bucket, key, file, signal);
  return await callS3(bucket, { operation: 'presign GetObject', signal }, async (client) => {
    // The URL's date has whole seconds, and its life counts from there.
    const signedAt = Math.floor(Date.now() / 1000);
    const seconds = Math.min(expiresInSeconds, s3Limits.maxLinkSeconds, await credentialSeconds(client, signedAt));
    const command = new GetObjectCommand({
      Bucket: bucket.name,
      Key: key,
      ResponseContentDisposition: contentDisposition(fileName),
      ResponseContentType: stateText(file.state, 'mediaType'),
    });
    const url = await getSignedUrl(client, command, { expiresIn: seconds, signingDate: new Date(signedAt * 1000) });
    return { url, expiresAt: new Date((signedAt + seconds) * 1000).toISOString() };
  });
}

async function checkFile(bucket: S3Bucket, key: string, file: StoredFile, signal: AbortSignal): Promise<void> {
  const found = await headObject(bucket, key, signal);
  const isSame =
    found?.bytes === file.bytes &&
    (found.crc32 === undefined || file.crc32 === undefined || found.crc32 === file.crc32);
  if (!isSame) {
    const message = found === undefined ? 'The file is gone.' : 'The file is gone: its key holds another one.';
    throw new ExportEngineError('EXPORT_NOT_FOUND', message, { details: { key: file.key } });
  }
}

/** How long the client's credentials live on; a link dies with them. */
async function credentialSeconds(client: S3Client, now: number): Promise<number> {
  const { expiration, sessionToken } = await client.config.credentials();
  if (expiration === undefined) return sessionToken === undefined ? Number.POSITIVE_INFINITY : UNKNOWN_SESSION_SECONDS;
  const seconds = Math.floor(expiration.getTime() / 1000) - now;
  if (seconds < 1) throw new ExportEngineError('EXPORT_SINK_UNAVAILABLE', "The client's credentials have expired.");
  return seconds;
}
