import type { S3Client } from '@aws-sdk/client-s3';
import { boolean, type Check, custom, integer, keyPrefix, objectWith, optional } from '@export-engine/core';
import { derivedClient } from './derived-client.ts';
import type { S3Bucket } from './s3-bucket.ts';
import type { Port } from './s3-failure.ts';

const DEFAULT_REQUEST_TIMEOUT_MS = 60_000;
const MAX_TIMEOUT_MS = 3_600_000;

/** What sink, store and stream upload need to reach their bucket. */
export interface BucketOptions {
  /** The application's own client; its credentials, region, retries and connections are used as they are. */
  readonly client: S3Client;
  /** Name, access point alias or access point ARN. */
  readonly bucket: string;
  /** Put before every key: empty, or ending in `/`. @default '' */
  readonly keyPrefix?: string | undefined;
  /**
   * Longest wait for one call to S3, the client's own retries included, in milliseconds; 1 to 3,600,000. A call with a
   * body gets one second more for each mebibyte.
   *
   * @default 60000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Whether bodies are hashed for the signature also over https, for buckets whose policy refuses `UNSIGNED-PAYLOAD`.
   * S3 verifies every body by CRC-32 in any case.
   *
   * @default false
   */
  readonly shouldSignPayload?: boolean | undefined;
}

export interface BucketChecks {
  readonly client: Check;
  readonly bucket: Check;
  readonly keyPrefix: Check;
  readonly requestTimeoutMs: Check;
  readonly shouldSignPayload: Check;
}

export function bucketChecks(): BucketChecks {
  return {
    client: objectWith(['send'], 'an S3Client'),
    bucket: custom(
      'the name or ARN of a bucket',
      (value) => typeof value === 'string' && /^[\x21-\x7e]{3,2048}$/.test(value),
    ),
    keyPrefix: optional({
      ...keyPrefix({ max: 512 }),
      expected: 'empty, or segments of A-Z, a-z, 0-9, ".", "_" and "-" that each end in "/"',
    }),
    requestTimeoutMs: optional(timeout()),
    shouldSignPayload: optional(boolean()),
  };
}

export function timeout(): Check {
  return integer({ min: 1, max: MAX_TIMEOUT_MS });
}

export function bucketOf(options: BucketOptions, port: Port): S3Bucket {
  return {
    client: derivedClient(options.client, { shouldSignPayload: options.shouldSignPayload ?? false }),
    name: options.bucket,
    keyPrefix: options.keyPrefix ?? '',
    port,
    requestTimeoutMs: options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS,
  };
}
